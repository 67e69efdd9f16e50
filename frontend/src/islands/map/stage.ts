// The map and what is around it: background, buttons, hints, panel, full screen, place in the address.
import Attribution from "ol/control/Attribution.js";
import ScaleLine from "ol/control/ScaleLine.js";
import OlMap from "ol/Map.js";
import { fromLonLat, toLonLat, transformExtent } from "ol/proj.js";
import View from "ol/View.js";
import { isStill } from "../../theme.ts";
import { number } from "../../words.ts";
import { ground, images } from "./ground.ts";
import { explain, hands } from "./hands.ts";
import { Marks } from "./marks.ts";
import { Panel } from "./panel.ts";
import type { Settings } from "./settings.ts";
import { element, tool } from "./tools.ts";
import { draw, zoneOf, type Kind } from "./zone.ts";

export type Say = (key: string, values?: Record<string, string | number>) => string;
const CLOSEST = 14;
const PATIENCE = 8000;

export class Stage {
  readonly canvas = element("div", "map-canvas");
  readonly frame: HTMLElement;
  readonly panel: Panel;
  readonly map: OlMap;
  readonly marks: Marks;
  readonly #hint = element("p", "map-hint");
  readonly #dressGround: () => void;
  #bounds: number[] | null = null;
  #zone: (changes: Record<string, string | null>) => void = () => {};

  constructor(
    private readonly settings: Settings,
    name: string,
    private readonly say: Say,
    private readonly signal: AbortSignal,
  ) {
    this.panel = new Panel(this.#words(), () => this.#closed());
    const [layers, dress] = ground(say("attribution"));
    this.#dressGround = dress;
    this.marks = new Marks();
    this.#name(name);
    this.map = new OlMap({
      layers: [...layers, ...(settings.basemap ? [images(settings.basemap)] : []), this.marks.layer],
      controls: [new Attribution({ collapsible: false }), new ScaleLine()],
      interactions: settings.static ? [] : hands(() => this.#free()),
      view: new View({ center: [0, 0], zoom: 1, maxZoom: 20, minZoom: 0, enableRotation: false, showFullExtent: true }),
    });
    const stage = element("div", "map-stage", this.#hint, this.canvas, ...(settings.static ? [] : [this.#tools()]));
    this.frame = element("div", "map-frame", stage, this.panel.box);
    if (!settings.static) explain(stage, this.#hint, { wheel: say("wheel"), fingers: say("fingers") }, () => this.#free(), signal);
    signal.addEventListener("abort", () => this.map.setTarget(undefined), { once: true });
  }

  #name(name: string): void {
    this.#hint.hidden = true;
    this.canvas.setAttribute("role", "region");
    this.canvas.setAttribute("aria-label", this.settings.static ? name : `${name}. ${this.say("help")}`);
    if (!this.settings.static) this.canvas.tabIndex = 0;
  }

  /** Show the map in its place: where the address says, else everything. */
  open(frame: HTMLElement, bounds: number[] | null): void {
    const flat = (box: number[] | null): number[] | null => box && transformExtent(box, "EPSG:4326", "EPSG:3857");
    this.#bounds = flat(bounds);
    this.map.setTarget(this.canvas);
    const place = this.settings.location;
    if (place) {
      this.map.getView().setCenter(fromLonLat([place[2], place[1]]));
      this.map.getView().setZoom(place[0]);
    } else this.whole(0, flat(this.settings.fit));
    new ResizeObserver(() => this.map.updateSize()).observe(frame);
  }

  /** Resolves when what is in view is drawn, or after some seconds. */
  complete(): Promise<void> {
    return new Promise((resolve) => {
      this.map.once("rendercomplete", () => resolve());
      setTimeout(resolve, PATIENCE);
    });
  }

  /** Show everything, or these bounds. */
  whole(duration = 250, asked: number[] | null = null): void {
    const bounds = asked ?? this.#bounds;
    const size = this.map.getSize() ?? [600, 400];
    const padding = this.settings.static ? [16, 16, 32, 16] : size[0]! < 500 ? [112, 16, 36, 16] : [32, 32, 40, 72];
    if (bounds) this.map.getView().fit(bounds, { size, padding, maxZoom: CLOSEST, duration: this.#time(duration) });
  }

  /** Call `told` with zoom, latitude, longitude each time the map stops somewhere else. */
  onMove(told: (location: string) => void): void {
    let last = this.#place();
    this.map.on("moveend", () => {
      const now = this.#place();
      if (now !== last) told((last = now));
    });
  }

  #place(): string {
    const view = this.map.getView();
    const [lon, lat] = toLonLat(view.getCenter()!) as [number, number];
    return [view.getZoom()!.toFixed(2), lat.toFixed(5), lon.toFixed(5)].map(Number).join(",");
  }

  /** Call `told` with the parameters of the zone that was drawn. */
  onZone(told: (changes: Record<string, string | null>) => void): void {
    this.#zone = told;
  }

  /** The colours of the theme of now. */
  dress(): void {
    this.#dressGround();
    this.marks.dress();
  }

  zoom(by: number): void {
    const view = this.map.getView();
    view.animate({ zoom: (view.getZoom() ?? 0) + by, duration: this.#time(200) });
  }

  /** Go and see a place nearer. */
  closer(extent: number[]): void {
    this.map.getView().fit(extent, { padding: [40, 40, 40, 72], maxZoom: 18, duration: this.#time(250) });
  }

  #time(duration: number): number {
    return isStill() ? 0 : duration;
  }

  #free(): boolean {
    return Boolean(this.settings.scrollwheel) || document.fullscreenElement === this.frame;
  }

  #closed(): void {
    this.marks.clear();
    this.canvas.focus({ preventScroll: true });
  }

  #words() {
    const say = this.say;
    const plain = { close: say("close"), none: say("none"), more: say("more"), open: say("open"), novalue: say("novalue"), yes: say("yes"), no: say("no") };
    return { ...plain, records: (count: number) => say(count === 1 ? "record" : "records", { count: number(count) }) };
  }

  #tools(): HTMLElement {
    const say = this.say;
    const group = (...buttons: HTMLElement[]): HTMLElement => element("div", "map-group", ...buttons);
    const moves = [tool("zoomIn", say("zoomIn"), () => this.zoom(1)), tool("zoomOut", say("zoomOut"), () => this.zoom(-1))];
    const views = [tool("whole", say("whole"), () => this.whole())];
    if (document.fullscreenEnabled) views.push(this.#fullScreen());
    if (navigator.geolocation && !this.settings.embedded) views.push(tool("locate", say("locate"), () => this.#locate()));
    const groups = [group(...moves), group(...views)];
    const kinds: Kind[] = ["rectangle", "polygon", "circle"];
    if (this.settings.field && !this.settings.embedded && !this.settings.territories)
      groups.push(group(...kinds.map((kind) => tool(kind, say(kind), () => void this.#draw(kind)))));
    return element("div", "map-tools", ...groups);
  }

  #fullScreen(): HTMLButtonElement {
    const toggle = (): void => void (document.fullscreenElement ? document.exitFullscreen() : this.frame.requestFullscreen());
    const button = tool("full", this.say("full"), toggle);
    const name = (): void => {
      const label = this.say(document.fullscreenElement === this.frame ? "leave" : "full");
      button.title = label;
      button.setAttribute("aria-label", label);
    };
    document.addEventListener("fullscreenchange", name, { signal: this.signal });
    return button;
  }

  #locate(): void {
    const found = ({ coords }: GeolocationPosition): void => {
      const place = fromLonLat([coords.longitude, coords.latitude]);
      this.marks.at(place);
      this.map.getView().animate({ center: place, zoom: Math.max(this.map.getView().getZoom() ?? 0, 13), duration: this.#time(300) });
      this.tell(this.say("located"));
    };
    navigator.geolocation.getCurrentPosition(found, () => this.tell(this.say("unlocated")), { timeout: 10_000 });
  }

  /** Say something over the map for a while. */
  tell(message: string, time = 2500): void {
    this.#hint.textContent = message;
    this.#hint.hidden = false;
    setTimeout(() => (this.#hint.hidden = true), time);
  }

  async #draw(kind: Kind): Promise<void> {
    this.tell(this.say("drawing"), 6000);
    const button = this.frame.querySelector(`[data-tool="${kind}"]`)!;
    button.setAttribute("aria-pressed", "true");
    this.marks.drawing = true;
    const feature = await draw(this.map, kind, this.signal);
    button.removeAttribute("aria-pressed");
    setTimeout(() => (this.marks.drawing = false), 400);
    if (feature && this.settings.field) this.#zone(zoneOf(kind, feature, this.settings.field));
  }
}
