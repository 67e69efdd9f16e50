// Draws a zone that becomes a filter of the address: a rectangle, a polygon, a circle.
import type Feature from "ol/Feature.js";
import type Circle from "ol/geom/Circle.js";
import type Polygon from "ol/geom/Polygon.js";
import Draw, { createBox, type Options } from "ol/interaction/Draw.js";
import type OlMap from "ol/Map.js";
import { toLonLat, transformExtent } from "ol/proj.js";
import { getDistance } from "ol/sphere.js";

export type Kind = "rectangle" | "polygon" | "circle";
const PARAMETERS: Record<Kind, string> = { rectangle: "bbox", polygon: "polygon", circle: "circle" };

/** The parameters of an address that keep what is inside the drawn zone, and none of the former one. */
export function zoneOf(kind: Kind, feature: Feature, field: string): Record<string, string | null> {
  const none = Object.fromEntries(Object.values(PARAMETERS).map((name) => [`${name}.${field}`, null]));
  return { ...none, [`${PARAMETERS[kind]}.${field}`]: written(kind, feature) };
}

function written(kind: Kind, feature: Feature): string {
  const short = (value: number | undefined): string => String(Number((value ?? 0).toFixed(5)));
  if (kind === "circle") {
    const circle = feature.getGeometry() as Circle;
    const [x, y] = circle.getCenter() as [number, number];
    const centre = toLonLat([x, y]);
    const metres = getDistance(centre, toLonLat([x + circle.getRadius(), y]));
    return [short(centre[1]), short(centre[0]), String(Math.max(1, Math.round(metres)))].join(",");
  }
  const polygon = feature.getGeometry() as Polygon;
  if (kind === "rectangle") {
    const [west, south, east, north] = transformExtent(polygon.getExtent(), "EPSG:3857", "EPSG:4326");
    return [south, west, north, east].map(short).join(",");
  }
  const ring = polygon.getCoordinates()[0]!.slice(0, -1).map((place) => toLonLat(place));
  return ring.map(([lon, lat]) => `${short(lat)},${short(lon)}`).join(" ");
}

/** Let the reader draw once; resolves with the feature, or null when they give up (Escape). */
export function draw(map: OlMap, kind: Kind, signal: AbortSignal): Promise<Feature | null> {
  const options: Options = { type: kind === "polygon" ? "Polygon" : "Circle" };
  if (kind === "rectangle") options.geometryFunction = createBox();
  const drawing = new Draw(options);
  map.addInteraction(drawing);
  return new Promise((resolve) => {
    const end = (feature: Feature | null): void => {
      removeEventListener("keydown", escape);
      // After the click that ends it, so that this click asks nothing of the map.
      setTimeout(() => map.removeInteraction(drawing), 300);
      resolve(feature);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key === "Escape") end(null);
    };
    addEventListener("keydown", escape);
    signal.addEventListener("abort", () => end(null), { once: true });
    drawing.on("drawend", (event) => end(event.feature));
  });
}
