// Asks the API what is under a point, and shows it in the panel: every record, not only the one on top.
import type { FeatureLike } from "ol/Feature.js";
import type MapBrowserEvent from "ol/MapBrowserEvent.js";
import { toLonLat, transformExtent } from "ol/proj.js";
import { fetchJson } from "../../http.ts";
import { tell } from "../../outward.ts";
import type { Drawn } from "./layers.ts";
import { asking, literal, quoted, type Found, type Settings } from "./settings.ts";
import type { Say, Stage } from "./stage.ts";
import { element } from "./tools.ts";

const REACH = 7;
const LISTED = 20;

export class Asker {
  /** The code of a territory as the records write it, when territories are drawn. */
  territories: ((feature: FeatureLike) => string | null) | null = null;
  #last: AbortController | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly stage: Stage,
    private readonly say: Say,
    private readonly signal: AbortSignal,
  ) {}

  /** Answer clicks, and Enter at the centre of the map. */
  listen(drawn: Drawn): void {
    if (this.settings.static) return;
    const { map, canvas, marks } = this.stage;
    map.on("singleclick", (event: MapBrowserEvent) => void (marks.drawing || this.#ask(drawn, event.coordinate)));
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== canvas) return;
      event.preventDefault();
      void this.#ask(drawn, map.getView().getCenter()!);
    }, { signal: this.signal });
    map.on("pointermove", (event: MapBrowserEvent) => {
      if (!event.dragging && !marks.drawing) canvas.style.cursor = this.#hits(drawn, event.coordinate).length ? "pointer" : "";
    });
  }

  #hits(drawn: Drawn, place: number[]): FeatureLike[] {
    const pixel = this.stage.map.getPixelFromCoordinate(place);
    const layerFilter = (layer: unknown): boolean => layer === drawn.layer;
    const exactly = this.stage.map.getFeaturesAtPixel(pixel, { layerFilter });
    return exactly.length ? exactly : this.stage.map.getFeaturesAtPixel(pixel, { hitTolerance: REACH, layerFilter }).filter((hit) => !isArea(hit));
  }

  async #ask(drawn: Drawn, place: number[]): Promise<void> {
    const hits = this.#hits(drawn, place);
    const resolution = this.stage.map.getView().getResolution()!;
    const cell = hits[0] ? drawn.cell(hits[0], resolution) : null;
    if (!hits.length) return this.stage.panel.close();
    this.stage.marks.at(place);
    const where = this.#condition(hits, cell, place, resolution);
    if (!where) return this.stage.panel.say(this.#territory(hits[0]!), element("p", "", this.say("nodata")));
    const first = cell ? [this.#closer(cell)] : this.territories ? [element("p", "", this.#territory(hits[0]!))] : [];
    await this.#show(where, first);
  }

  #condition(hits: FeatureLike[], cell: number[] | null, place: number[], resolution: number): string | null {
    const { field, kind, territories } = this.settings;
    if (territories) {
      const code = this.territories?.(hits[0]!) ?? null;
      return code === null ? null : `${quoted(territories.code)} = ${literal(code)}`;
    }
    const name = quoted(field!);
    if (cell) return inBox(name, cell);
    if (kind === "point") return inBox(name, around(place, REACH * resolution));
    const [lon, lat] = toLonLat(place) as [number, number];
    const point = `geom'POINT(${lon.toFixed(7)} ${lat.toFixed(7)})'`;
    if (hits.every(isArea)) return `intersects(${name}, ${point})`;
    const metres = REACH * resolution * Math.cos((lat * Math.PI) / 180);
    return `within_distance(${name}, ${point}, ${metres.toFixed(2)}m)`;
  }

  #territory(feature: FeatureLike): string {
    const { name, key } = this.settings.territories!;
    return String((name && feature.get(name)) || feature.get(key) || "");
  }

  #closer(cell: number[]): HTMLElement {
    const button = element("button", "button button-small", this.say("closer"));
    button.type = "button";
    button.addEventListener("click", () => {
      this.stage.panel.close();
      this.stage.closer(cell);
    });
    return element("p", "", button);
  }

  async #show(where: string, first: HTMLElement[]): Promise<void> {
    this.#last?.abort();
    const leaving = (this.#last = new AbortController());
    const { columns, query, records, table } = this.settings;
    const select = columns.map(({ name }) => quoted(name)).join(", ");
    const asked: [string, string][] = [...query, ["where", where]];
    const wanted: [string, string][] = [...asked, ["select", select], ["include_app_metas", "true"], ["limit", String(LISTED)]];
    try {
      const found = await fetchJson<Found>(asking(records, wanted), AbortSignal.any([this.signal, leaving.signal]));
      this.stage.panel.list(found, columns, (record) => this.#address(record), asking(table, narrowed(where)), first);
      if (found.total_count === 1) tell("parvis:select", { record: found.results[0]!._id });
    } catch (cause) {
      if (!leaving.signal.aborted && !this.signal.aborted) this.stage.panel.say((cause as Error).message, ...first);
    }
  }

  #address(record: Record<string, unknown>): string | null {
    const { record: page, records } = this.settings;
    return page ? `${page}${String(record._id)}/` : `${records}/${String(record._id)}`;
  }
}

function isArea(feature: FeatureLike): boolean {
  return feature.getGeometry()!.getType().endsWith("Polygon");
}

/** The parameters of this page's address with one more condition, for the table. */
function narrowed(where: string): [string, string][] {
  const own = [...new URLSearchParams(location.search)].filter(([name]) => /^(q|where|(refine|exclude|disjunctive|min|max|is|words|bbox|circle|polygon)\..+)$/.test(name));
  const former = own.find(([name]) => name === "where")?.[1];
  const others = own.filter(([name]) => name !== "where");
  return [...others, ["where", former ? `(${former}) and ${where}` : where]];
}

function around([x, y]: number[], reach: number): number[] {
  return [x! - reach, y! - reach, x! + reach, y! + reach];
}

function inBox(name: string, extent: number[]): string {
  const [west, south, east, north] = transformExtent(extent, "EPSG:3857", "EPSG:4326");
  return `in_bbox(${name}, ${[south, west, north, east].map((value) => value!.toFixed(7)).join(", ")})`;
}
