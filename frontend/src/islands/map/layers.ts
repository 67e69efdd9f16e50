// The records on the map: one GeoJSON file when there are few, else vector tiles.
import type { FeatureLike } from "ol/Feature.js";
import GeoJSON from "ol/format/GeoJSON.js";
import MVT from "ol/format/MVT.js";
import type Layer from "ol/layer/Layer.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorTileLayer from "ol/layer/VectorTile.js";
import VectorSource from "ol/source/Vector.js";
import VectorTileSource from "ol/source/VectorTile.js";
import type { StyleFunction } from "ol/style/Style.js";
import type TileGrid from "ol/tilegrid/TileGrid.js";
import { createXYZ } from "ol/tilegrid.js";
import { fetchJson } from "../../http.ts";
import { cells, GRID, isCell } from "./looks.ts";
import { asking, quoted, type TileDocument } from "./settings.ts";

const TILE = 512;
const DEEPEST = 22;
const LARGEST_GEOJSON = 20_000;

/** What to draw: the document of its tiles, its GeoJSON export, the geometry and fields it needs, its filters. */
export interface Wanted {
  document: TileDocument;
  geojson: string;
  query: readonly (readonly [string, string])[];
  fields: readonly string[];
}

export interface Drawn {
  layer: Layer;
  /** Take this style for raw features, and the colours of now for cells. */
  dress(style: StyleFunction): void;
  /** Bounds of the cell of a counted feature, in map units, at this resolution. */
  cell(feature: FeatureLike, resolution: number): [number, number, number, number] | null;
  /** Whether circles that count are in this extent. */
  counts(extent: number[]): boolean;
  /** The features, when all of them are known. */
  all: FeatureLike[] | null;
  /** Whether tiles are drawn, so whether circles may count. */
  tiled: boolean;
}

/** The layer of these records. */
export async function drawn(wanted: Wanted, signal: AbortSignal): Promise<Drawn> {
  return wanted.document.small ? whole(wanted, signal) : tiles(wanted);
}

async function whole(wanted: Wanted, signal: AbortSignal): Promise<Drawn> {
  const select = wanted.fields.map(quoted).join(", ");
  const address = asking(wanted.geojson, [...wanted.query, ["select", select]]);
  const collection = await fetchJson<object>(address, signal, LARGEST_GEOJSON);
  const format = new GeoJSON({ featureProjection: "EPSG:3857" });
  const read = format.readFeatures(collection).filter((feature) => feature.getGeometry());
  const layer = new VectorLayer({ source: new VectorSource({ features: read }), zIndex: 1 });
  return { layer, dress: (style) => layer.setStyle(style), cell: () => null, counts: () => false, all: read, tiled: false };
}

function tiles(wanted: Wanted): Drawn {
  const grid = createXYZ({ tileSize: TILE, maxZoom: DEEPEST });
  // The address is of this host whatever stands before it: its path and parameters are enough.
  const { pathname, search } = new URL(wanted.document.tiles[0]!, location.origin);
  const source = new VectorTileSource({
    format: new MVT(),
    tileGrid: grid,
    url: decodeURI(pathname) + search,
    wrapX: true,
  });
  const layer = new VectorTileLayer({ source, declutter: false, renderBuffer: TILE / 4, zIndex: 1 });
  const width = (resolution: number): number => cellWidth(grid, source, resolution);
  const dress = (style: StyleFunction): void => {
    const counted = cells(width);
    layer.setStyle((feature, resolution) => (isCell(feature) ? counted : style)(feature, resolution));
  };
  const cell = (feature: FeatureLike, resolution: number): [number, number, number, number] | null => {
    if (!isCell(feature)) return null;
    const [west, south] = feature.getGeometry()!.getExtent() as [number, number];
    const side = width(resolution);
    const [left, bottom] = [Math.floor(west / side) * side, Math.floor(south / side) * side];
    return [left, bottom, left + side, bottom + side];
  };
  const counts = (extent: number[]): boolean => layer.getFeaturesInExtent(extent).some(isCell);
  return { layer, dress, cell, counts, all: null, tiled: true };
}

function cellWidth(grid: TileGrid, source: VectorTileSource, resolution: number): number {
  const zoom = grid.getZForResolution(resolution, source.zDirection);
  return (grid.getResolution(zoom) * TILE) / GRID;
}
