// Natural Earth's countries as they come cross the 180th meridian and circle the pole: on a flat map they are cut there.
import type Feature from "ol/Feature.js";
import type Geometry from "ol/geom/Geometry.js";
import MultiPolygon from "ol/geom/MultiPolygon.js";
import Polygon from "ol/geom/Polygon.js";

type Place = [number, number];
type Ring = Place[];
const EDGE = 180;
const POLE = -89.9;

/** Cut the geometries of these features, in degrees, in place. */
export function cut(features: Feature<Geometry>[]): void {
  for (const feature of features) {
    const geometry = feature.getGeometry();
    const polygons = geometry instanceof MultiPolygon ? geometry.getCoordinates() : geometry instanceof Polygon ? [geometry.getCoordinates()] : [];
    if (polygons.some((rings) => crosses(rings[0] as Ring))) feature.setGeometry(new MultiPolygon(polygons.flatMap((rings) => split(rings as Ring[]))));
  }
}

function crosses(ring: Ring): boolean {
  return ring.some(([lon], place) => place > 0 && Math.abs(lon - ring[place - 1]![0]) > EDGE);
}

function split(rings: Ring[]): Ring[][] {
  if (!crosses(rings[0]!)) return [rings];
  const whole = unrolled(rings[0]!);
  const shifts = [-360, 0, 360];
  return shifts.map((shift) => clipped(whole.map(([lon, lat]) => [lon + shift, lat] as Place))).filter((ring) => ring.length > 3).map((ring) => [ring]);
}

/** Longitudes that go on beyond the edge instead of jumping; what turns round the pole is closed through it. */
function unrolled(ring: Ring): Ring {
  let turn = 0;
  const found = ring.map(([lon, lat], place): Place => {
    const step = place ? lon - ring[place - 1]![0] : 0;
    if (step > EDGE) turn -= 360;
    else if (step < -EDGE) turn += 360;
    return [lon + turn, lat];
  });
  const [first, last] = [found[0]!, found.at(-1)!];
  if (Math.abs(last[0] - first[0]) > EDGE) found.push([last[0], POLE], [first[0], POLE], first);
  return found;
}

/** What lies between both edges of the map. */
function clipped(ring: Ring): Ring {
  return half(half(ring, (lon) => lon - EDGE), (lon) => -EDGE - lon);
}

function half(ring: Ring, beyond: (lon: number) => number): Ring {
  const kept: Ring = [];
  ring.forEach((place, index) => {
    const before = ring[(index || ring.length) - 1]!;
    const [here, there] = [beyond(place[0]), beyond(before[0])];
    if (here <= 0 !== there <= 0) {
      const share = there / (there - here);
      kept.push([before[0] + share * (place[0] - before[0]), before[1] + share * (place[1] - before[1])]);
    }
    if (here <= 0) kept.push(place);
  });
  if (kept.length) kept.push(kept[0]!);
  return kept;
}
