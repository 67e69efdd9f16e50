// A chart one can point at, in the place of the drawing that the server made from the same numbers.
import "./chart.css";
import { type Drawing, drawn, height } from "./drawing.ts";
import { image } from "./image.ts";
import { Island } from "../../island.ts";
import { options, type Settings } from "./options.ts";

export default class ChartIsland extends Island {
  #drawing: Drawing | null = null;

  protected override draw(): void {
    const settings = this.settings<Settings>();
    const box = document.createElement("div");
    const caption = this.closest("figure")?.getAttribute("aria-labelledby");
    box.className = "chart-live";
    box.setAttribute("role", "img");
    if (caption) box.setAttribute("aria-labelledby", caption);
    box.style.blockSize = `${height(settings)}px`;
    this.show(box);
    this.#drawing = drawn(box, options(settings, this.text("others")));
    const watcher = new ResizeObserver(() => this.#drawing?.resize());
    watcher.observe(box);
    this.signal.addEventListener("abort", () => {
      watcher.disconnect();
      this.#drawing?.dispose();
      box.remove();
      if (this.fallback) this.fallback.hidden = false;
    });
    this.#offerImage();
  }

  protected override themed(): void {
    this.#drawing?.update(options(this.settings<Settings>(), this.text("others")));
  }

  /** A PNG made of the SVG file that the page offers: same title, same source. */
  #offerImage(): void {
    const place = this.closest("[data-chart]")?.querySelector<HTMLElement>("[data-png]");
    const link = this.closest("[data-chart]")?.querySelector<HTMLAnchorElement>("a[data-svg]");
    if (!place || !link) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = this.text("png");
    button.addEventListener("click", () => void image(link.href, this.signal).catch(() => this.announce(this.text("failed"))));
    place.replaceChildren(button);
    place.hidden = false;
  }
}
