// Territories of another dataset, coloured by what this one counts or averages for their code.
import { fetchJson } from "../../http.ts";
import { number } from "../../words.ts";
import { asking, quoted, type Colours, type Found, type Settings, type Territories } from "./settings.ts";
import { element } from "./tools.ts";

const STEPS = 6;
const MOST = 20_000;

/** Codes written with and without leading zeros are the same. */
export function folded(code: unknown): string {
  return String(code ?? "").trim().toUpperCase().replace(/^0+(?=.)/, "");
}

/** What is counted or averaged, by folded code; the code as it is written here comes with it. */
export async function valuesOf(settings: Settings, to: Territories, signal: AbortSignal): Promise<Map<string, { value: number; code: string }>> {
  const measured = to.measure ? `avg(${quoted(to.measure)})` : "count(*)";
  const select = `${quoted(to.code)} as \`code\`, ${measured} as \`value\``;
  const pairs = [...settings.query, ["select", select], ["group_by", quoted(to.code)], ["limit", String(MOST)]] as [string, string][];
  const { results } = await fetchJson<Found>(asking(settings.records, pairs), signal, MOST);
  const found = new Map<string, { value: number; code: string }>();
  for (const row of results) {
    const code = row[to.code] ?? row.code;
    if (code !== null && code !== undefined && typeof row.value === "number") found.set(folded(code), { value: row.value, code: String(code) });
  }
  return found;
}

/** Steps that hold about as many territories each. */
export function steps(values: number[], field: string): Colours {
  const sorted = [...values].sort((a, b) => a - b);
  const cuts = Array.from({ length: STEPS - 1 }, (_, n) => sorted[Math.floor(((n + 1) * sorted.length) / STEPS)] ?? 0);
  const bounds = [...new Set(cuts.map((cut) => Number(cut.toPrecision(3))))].filter((cut) => cut > (sorted[0] ?? 0));
  return { field, kind: "steps", values: bounds };
}

/** The legend of these steps. */
export function legend(colours: Colours, values: number[], title: string, range: (low: string, high: string) => string, none: string): HTMLElement {
  const bounds = [Math.min(...values), ...(colours.values as number[]), Math.max(...values)];
  const shown = (value: number): string => number(value, { maximumSignificantDigits: 4 });
  const lines = bounds.slice(0, -1).map((low, place) => {
    const rank = Math.round((place * (STEPS - 1)) / Math.max(1, colours.values.length)) + 1;
    return element("li", "", element("span", `swatch swatch-sequence-${rank}`), range(shown(low), shown(bounds[place + 1]!)));
  });
  lines.push(element("li", "", element("span", "swatch swatch-other"), none));
  return element("div", "map-legend", element("h3", "", title), element("ul", "", ...lines));
}
