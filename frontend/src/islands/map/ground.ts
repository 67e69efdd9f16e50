// The offline background: land and borders of Natural Earth, coarse from afar and finer near, from our own host.
import TopoJSON from "ol/format/TopoJSON.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import TileLayer from "ol/layer/Tile.js";
import TileWMS from "ol/source/TileWMS.js";
import XYZ from "ol/source/XYZ.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import farAway from "world-atlas/countries-110m.json?url";
import near from "world-atlas/countries-50m.json?url";
import { fetchJson } from "../../http.ts";
import { cut } from "./dateline.ts";
import { palette } from "./palette.ts";
import type { Basemap } from "./settings.ts";

const NEAR = 4;
const format = new TopoJSON({ layers: ["countries"] });

function layer(url: string, zooms: { minZoom?: number; maxZoom?: number }, attributions: string): VectorLayer {
  const source: VectorSource = new VectorSource({
    attributions,
    wrapX: true,
    // A map whose background cannot be loaded still shows the data.
    loader: async () => {
      const features = format.readFeatures(await fetchJson<object>(new URL(url, import.meta.url).href));
      cut(features);
      for (const feature of features) feature.getGeometry()?.transform("EPSG:4326", "EPSG:3857");
      return features;
    },
  });
  return new VectorLayer({ source, ...zooms, updateWhileAnimating: true, updateWhileInteracting: true, zIndex: 0 });
}

/** A text as HTML, which is how attributions are given. */
function plain(text: string): string {
  const box = document.createElement("span");
  box.textContent = text;
  return box.innerHTML;
}

/** The images of another host, over the land of our own: what they do not cover is not empty. */
export function images(basemap: Basemap): TileLayer {
  const common = { attributions: plain(basemap.attribution), transition: 0 };
  const source =
    basemap.kind === "wms"
      ? new TileWMS({ ...common, url: basemap.address, params: { LAYERS: basemap.layers, TILED: true } })
      : new XYZ({ ...common, url: basemap.address, maxZoom: basemap.zoom });
  return new TileLayer({ source, zIndex: 0 });
}

/** The layers of the background; call the second value to take the colours of the theme. */
export function ground(attribution: string): [VectorLayer[], () => void] {
  const layers = [layer(farAway, { maxZoom: NEAR }, attribution), layer(near, { minZoom: NEAR }, attribution)];
  const dress = (): void => {
    const { land, border } = palette();
    const style = new Style({ fill: new Fill({ color: land }), stroke: new Stroke({ color: border, width: 1 }) });
    for (const each of layers) each.setStyle(style);
  };
  dress();
  return [layers, dress];
}
