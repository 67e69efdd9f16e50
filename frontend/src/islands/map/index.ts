// <parvis-map>: the records of a dataset on a map, over the public API.
import "./map.css";
import { Island } from "../../island.ts";
import { fetchJson } from "../../http.ts";
import { changed, choose, follow, type Changes } from "../../address.ts";
import { embedded, onFilter, tell } from "../../outward.ts";
import { number } from "../../words.ts";
import type { Colours, Settings, TileDocument } from "./settings.ts";
import { folded, legend, steps, valuesOf } from "./choropleth.ts";
import { drawn, type Drawn } from "./layers.ts";
import { features } from "./looks.ts";
import { element } from "./tools.ts";
import { Asker } from "./asker.ts";
import { Stage } from "./stage.ts";

export default class MapIsland extends Island {
  #stage!: Stage;
  #drawn: Drawn | null = null;
  #dress: () => void = () => {};

  protected override async draw(): Promise<void> {
    const settings = this.settings<Settings>();
    const name = this.text("map", { title: this.dataset.title ?? "" });
    this.#stage = new Stage(settings, name, (key, values) => this.text(key, values), this.signal);
    const asker = new Asker(settings, this.#stage, (key, values) => this.text(key, values), this.signal);
    const document = await (settings.territories ? this.#territories(settings, asker) : this.#records(settings));
    this.show(this.#stage.frame);
    this.#stage.open(this.querySelector(":scope > .map-frame")!, document.bounds ?? null);
    if (this.#drawn) asker.listen(this.#drawn);
    await this.#stage.complete();
    this.#remember(settings);
    this.announce(this.text("drawn", { count: number(document.placed) }));
  }

  protected override themed(): void {
    this.#stage.dress();
    this.#dress();
  }

  async #records(settings: Settings): Promise<TileDocument> {
    const document = settings.ready ?? (await fetchJson<TileDocument>(settings.document, this.signal));
    const fields = [settings.field!, ...(settings.colours ? [settings.colours.field] : [])];
    const layer = await drawn({ document, geojson: settings.geojson, query: settings.query, fields }, this.signal);
    this.#put(layer, () => layer.dress(features(settings.colours)));
    if (layer.tiled) this.#noteCounts(layer);
    return document;
  }

  async #territories(settings: Settings, asker: Asker): Promise<TileDocument> {
    const to = settings.territories!;
    const [document, values] = await Promise.all([
      fetchJson<TileDocument>(to.document, this.signal),
      valuesOf(settings, to, this.signal),
    ]);
    const fields = [to.geometry, to.key, ...(to.name ? [to.name] : [])];
    const layer = await drawn({ document, geojson: to.geojson, query: [], fields }, this.signal);
    // Steps are made for the territories that are drawn, as far as they are known.
    const known = layer.all && new Set(layer.all.map((feature) => folded(feature.get(to.key))));
    const amounts = [...values].filter(([code]) => known?.has(code) ?? true).map(([, found]) => found.value);
    const colours = steps(amounts, "value");
    const style = (): void => {
      const base = features(colours);
      layer.dress((feature, resolution) => {
        const value = values.get(folded(feature.get(to.key)))?.value;
        return base({ ...wrap(feature), get: (name: string) => (name === "value" ? value : feature.get(name)) } as never, resolution);
      });
    };
    this.#put(layer, style);
    asker.territories = (feature) => values.get(folded(feature.get(to.key)))?.code ?? null;
    if (amounts.length) this.append(this.#legend(colours, amounts, settings));
    return document;
  }

  #legend(colours: Colours, amounts: number[], settings: Settings): HTMLElement {
    const range = (low: string, high: string): string => this.text("range", { low, high });
    this.querySelector(":scope > .map-legend")?.remove();
    return legend(colours, amounts, settings.territories!.title, range, this.text("nodata"));
  }

  #put(layer: Drawn, dress: () => void): void {
    this.#drawn = layer;
    this.#dress = dress;
    dress();
    this.#stage.map.addLayer(layer.layer);
  }

  /** Say what circles are, as long as there are some. */
  #noteCounts(layer: Drawn): void {
    this.querySelector(":scope > .map-note")?.remove();
    const note = element("p", "map-note", this.text("counted"));
    note.hidden = true;
    this.append(note);
    // A listener that returns false would stop the others.
    this.#stage.map.on("rendercomplete", () => {
      note.hidden = !layer.counts(this.#stage.map.getView().calculateExtent());
    });
  }

  /** The place shown goes to the address and to the forms, so that every link and filter keeps it. */
  #remember(settings: Settings): void {
    this.#stage.onMove((location) => {
      if (embedded || settings.embedded) return;
      follow({ location, place: null });
      for (const form of document.querySelectorAll<HTMLFormElement>(".map-choices:not(.map-place)")) keep(form, location);
    });
    onFilter((filter) => location.replace(changed(wanted(filter))), this.signal);
    this.#stage.onZone((changes) => {
      if (embedded) tell("parvis:filter", { filter: changes });
      else {
        choose(changes);
        location.reload();
      }
    });
  }
}

const FILTER = /^(q|where|(refine|exclude|disjunctive|min|max|is|words|bbox|circle|polygon)\..+)$/;

/** What a site around may change: the filters of the address, nothing else. */
function wanted(filter: Record<string, unknown>): Changes {
  const texts = Object.entries(filter).filter(([name]) => FILTER.test(name));
  return Object.fromEntries(texts.map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : value === null ? null : String(value)]));
}

/** What style functions read of a feature that is not its values. */
function wrap(feature: { getGeometry(): unknown }): { getGeometry: () => unknown } {
  return { getGeometry: () => feature.getGeometry() };
}

function keep(form: HTMLFormElement, location: string): void {
  let field = form.querySelector<HTMLInputElement>('input[name="location"]');
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = "location";
    form.append(field);
  }
  field.value = location;
}

