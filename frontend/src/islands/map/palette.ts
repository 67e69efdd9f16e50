// The colours of the page, as a canvas needs them; read again when the theme changes.
import { categories, colour, sequence } from "../../theme.ts";

export interface Palette {
  land: string;
  border: string;
  surface: string;
  text: string;
  primary: string;
  onPrimary: string;
  accent: string;
  focus: string;
  other: string;
  categories: string[];
  sequence: string[];
}

/** The palette of now. */
export function palette(): Palette {
  return {
    land: colour("--map-land"),
    border: colour("--map-border"),
    surface: colour("--surface"),
    text: colour("--text"),
    primary: colour("--primary"),
    onPrimary: colour("--on-primary"),
    accent: colour("--accent"),
    focus: colour("--focus"),
    other: colour("--line-strong"),
    categories: categories(),
    sequence: sequence(),
  };
}

/** The same colour, seen through: canvases take `rgb(r g b / a)`. */
export function through(value: string, share: number): string {
  const parts = value.match(/[\d.]+/g)?.slice(0, 3) ?? ["0", "0", "0"];
  return value.startsWith("color(") ? value : `rgb(${parts.join(" ")} / ${share})`;
}
