// The panel beside the map: every record under the point that was asked, each with the way to its page.
import { number } from "../../words.ts";
import type { Column, Found } from "./settings.ts";
import { element } from "./tools.ts";

export interface PanelWords {
  records(count: number): string;
  close: string;
  none: string;
  more: string;
  open: string;
  novalue: string;
  yes: string;
  no: string;
}

/** Build the panel; `focusBack` is where the focus goes when it closes. */
export class Panel {
  readonly box = element("section", "map-panel");
  readonly #title = element("h3");
  readonly #body = element("div", "map-panel-body");

  constructor(
    private readonly words: PanelWords,
    private readonly closed: () => void,
  ) {
    this.box.hidden = true;
    this.#title.tabIndex = -1;
    this.#title.id = "map-panel-title";
    this.box.setAttribute("aria-labelledby", this.#title.id);
    const close = element("button", "button button-small", words.close);
    close.type = "button";
    close.addEventListener("click", () => this.close());
    this.box.append(element("div", "map-panel-head", this.#title, close), this.#body);
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  close(): void {
    if (this.box.hidden) return;
    this.box.hidden = true;
    this.closed();
  }

  /** Show a title and what comes under it, and take the focus. */
  say(title: string, ...body: Node[]): void {
    this.#title.textContent = title;
    this.#body.replaceChildren(...body);
    this.box.hidden = false;
    this.#title.focus({ preventScroll: true });
  }

  /** Show records: `address` gives the page of one, `table` leads to all of them. */
  list(found: Found, columns: readonly Column[], address: (record: Record<string, unknown>) => string | null, table: string, first: Node[] = []): void {
    if (!found.total_count) return this.say(this.words.none);
    const items = found.results.map((record) => this.#record(record, columns, address(record)));
    const list = element("ol", "map-records", ...items);
    const rest: Node[] = [];
    if (found.total_count > found.results.length) {
      const link = element("a", "", this.words.more);
      link.href = table;
      rest.push(element("p", "", link));
    }
    this.say(this.words.records(found.total_count), ...first, list, ...rest);
  }

  #record(record: Record<string, unknown>, columns: readonly Column[], address: string | null): HTMLLIElement {
    const [head, ...others] = columns;
    const named = head ? written(record[head.name], this.words) : this.words.open;
    const title = address ? element("a", "map-record", named) : element("strong", "map-record", named);
    if (title instanceof HTMLAnchorElement) title.href = address!;
    const facts = element("dl");
    for (const { name, label } of others) {
      const value = record[name];
      if (value === null || value === undefined || value === "") continue;
      facts.append(element("dt", "", label), element("dd", "", written(value, this.words)));
    }
    return element("li", "", title, facts);
  }
}

const LONGEST = 200;

/** A value as it is read. */
export function written(value: unknown, words: Pick<PanelWords, "novalue" | "yes" | "no">): string {
  if (value === null || value === undefined || value === "") return words.novalue;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") return number(value, { maximumFractionDigits: 6 });
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
