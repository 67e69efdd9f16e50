// What the server tells the map, and what the public API answers it.

export interface Column {
  name: string;
  label: string;
}

/** Colours by a field: `values` are the categories in the order of their colours, or the lower bounds of the steps. */
export interface Colours {
  field: string;
  kind: "categories" | "steps";
  values: (string | number | boolean)[];
}

/** Shapes of another dataset, coloured by what is counted here. */
export interface Territories {
  document: string;
  geojson: string;
  geometry: string;
  key: string;
  name: string | null;
  code: string;
  measure: string | null;
  title: string;
}

/** A background of another host that the domain offers. */
export interface Basemap {
  kind: "xyz" | "wms";
  address: string;
  attribution: string;
  layers: string;
  zoom: number;
}

export interface Settings {
  basemap: Basemap | null;
  document: string;
  /** What the document says, when the server knew it already. */
  ready: TileDocument | null;
  records: string;
  geojson: string;
  query: [string, string][];
  field: string | null;
  kind: "point" | "shape";
  record: string | null;
  table: string;
  columns: Column[];
  location: [number, number, number] | null;
  /** Bounds to show, when a place was named: west, south, east, north. */
  fit: [number, number, number, number] | null;
  colours: Colours | null;
  territories: Territories | null;
  static?: boolean;
  scrollwheel?: boolean;
  embedded?: boolean;
}

/** TileJSON, with what is counted; `small` when one GeoJSON file serves better. */
export interface TileDocument {
  tiles: string[];
  bounds?: [number, number, number, number] | null;
  count: number;
  placed: number;
  small: boolean;
}

export interface Found {
  total_count: number;
  results: Record<string, unknown>[];
}

/** A field name in ODSQL. */
export function quoted(name: string): string {
  return `\`${name}\``;
}

/** A text in ODSQL. */
export function literal(text: string): string {
  return `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
}

/** An address with more parameters; those of the selection repeat. */
export function asking(address: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs.length ? `${address}?${new URLSearchParams(pairs.map(([name, value]) => [name, value]))}` : address;
}
