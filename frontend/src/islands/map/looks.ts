// How features look: by their geometry, by the field that colours them, by the count of a cell.
import type { FeatureLike } from "ol/Feature.js";
import CircleStyle from "ol/style/Circle.js";
import Fill from "ol/style/Fill.js";
import RegularShape from "ol/style/RegularShape.js";
import Stroke from "ol/style/Stroke.js";
import Style, { type StyleFunction } from "ol/style/Style.js";
import Text from "ol/style/Text.js";
import { language } from "../../words.ts";
import { palette, through, type Palette } from "./palette.ts";
import type { Colours } from "./settings.ts";

export const CELLS = "cells";
export const GRID = 16;
const STEPS = 6;
// Nothing is ever left out for want of room; and what may be is not found under the mouse in tiles.
const declutterMode = "none";
// A cell keeps its circle in its middle quarter: no wider than that leaves, two circles never touch.
const WIDEST = 0.375;
const SMALLEST = 11;

/** Rank of the colour of a value: from 0 in `categories` or `sequence`, or null for any other value. */
export function rank(colours: Colours, value: unknown): number | null {
  if (value === undefined || value === null || value === "") return null;
  if (colours.kind === "categories") {
    const found = colours.values.indexOf(value as string);
    return found < 0 ? null : found;
  }
  if (typeof value !== "number") return null;
  const step = colours.values.filter((bound) => (bound as number) <= value).length;
  return Math.round((step * (STEPS - 1)) / Math.max(1, colours.values.length));
}

type Shape = (radius: number, fill: Fill, stroke: Stroke) => CircleStyle | RegularShape;
const polygon =
  (points: number, angle = 0, grown = 1.2): Shape =>
  (radius, fill, stroke) =>
    new RegularShape({ points, radius: radius * grown, angle, fill, stroke, declutterMode });
const star =
  (points: number, angle = 0): Shape =>
  (radius, fill, stroke) =>
    new RegularShape({ points, radius: radius * 1.4, radius2: radius * 0.55, angle, fill, stroke, declutterMode });
/** One shape a category, in the order of the legend: nobody has to tell colours apart. */
const SHAPES: Shape[] = [
  (radius, fill, stroke) => new CircleStyle({ radius, fill, stroke, declutterMode }),
  polygon(4, Math.PI / 4),
  polygon(3, 0, 1.4),
  polygon(4, 0),
  star(5),
  polygon(6),
  star(4),
  polygon(3, Math.PI, 1.4),
];

/** The style of raw features. */
export function features(colours: Colours | null, still: Palette = palette()): StyleFunction {
  const kept = new Map<string, Style>();
  return (feature, resolution) => {
    const place = colours ? rank(colours, feature.get(colours.field)) : undefined;
    const type = feature.getGeometry()?.getType() ?? "Point";
    const radius = resolution < 20 ? 6 : resolution < 300 ? 5 : 4;
    const key = `${place}/${type}/${radius}`;
    let style = kept.get(key);
    if (!style) kept.set(key, (style = made(colours, place, type, radius, still)));
    return style;
  };
}

function made(
  colours: Colours | null,
  place: number | null | undefined,
  type: string,
  radius: number,
  { categories, sequence, primary, other, surface, text }: Palette,
): Style {
  const steps = colours?.kind === "steps";
  const chosen = place === undefined ? primary : place === null ? other : (steps ? sequence : categories)[place]!;
  if (type.endsWith("Polygon")) {
    const outline = steps ? through(text, 0.55) : chosen;
    return new Style({ fill: new Fill({ color: through(chosen, steps ? 0.85 : 0.35) }), stroke: new Stroke({ color: outline, width: 1 }) });
  }
  if (type.endsWith("LineString")) return new Style({ stroke: new Stroke({ color: chosen, width: 2.5 }) });
  const shape = colours?.kind === "categories" && place ? SHAPES[place]! : SHAPES[0]!;
  // The lightest steps of a sequence need an outline of their own on a light ground.
  const stroke = new Stroke({ color: steps ? text : surface, width: 1 });
  return new Style({ image: shape(radius, new Fill({ color: chosen }), stroke) });
}

/** The style of counted cells; `width` gives the width of a cell, in map units, at a resolution. */
export function cells(width: (resolution: number) => number, still: Palette = palette()): StyleFunction {
  const compact = new Intl.NumberFormat(language(), { notation: "compact", maximumSignificantDigits: 2 });
  const kept = new Map<string, Style>();
  return (feature, resolution) => {
    const count = Number(feature.get("count"));
    const widest = Math.max(SMALLEST, Math.min(24, (WIDEST * width(resolution)) / resolution));
    const radius = Math.round(Math.max(SMALLEST, widest * Math.min(1, 0.45 + 0.11 * Math.log10(count))) * 2) / 2;
    const key = `${count}/${radius}`;
    let style = kept.get(key);
    if (!style) kept.set(key, (style = counted(compact.format(count).replace(/\s/g, ""), radius, still)));
    return style;
  };
}

function counted(label: string, radius: number, { primary, onPrimary, surface }: Palette): Style {
  const size = Math.max(9, Math.min(13, (2.9 * radius) / Math.max(2, label.length)));
  return new Style({
    image: new CircleStyle({ radius, fill: new Fill({ color: primary }), stroke: new Stroke({ color: surface, width: 1 }), declutterMode }),
    text: new Text({ text: label, font: `650 ${size}px "Source Sans 3", sans-serif`, fill: new Fill({ color: onPrimary }), overflow: true, declutterMode }),
  });
}

/** Whether a feature is a counted cell. */
export function isCell(feature: FeatureLike): boolean {
  return feature.get("layer") === CELLS;
}
