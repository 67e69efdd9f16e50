// A search field that proposes datasets and values while it is filled: the combobox of WAI-ARIA, with a list of links.
import "./suggest.css";
import { fetchJson } from "../../http.ts";
import { Island } from "../../island.ts";
import { language, number } from "../../words.ts";

interface Line {
  kind: string;
  label: string;
  count: number | null;
  address: string;
}

const PAUSE = 140;
const LEAST = 2;
let lists = 0;

export default class Suggest extends Island {
  #input!: HTMLInputElement;
  #list!: HTMLElement;
  #options: HTMLElement[] = [];
  #at = -1;
  #timer = 0;
  #asked: AbortController | null = null;

  protected override draw(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=search]");
    if (!input) throw new Error("no field to complete");
    this.#input = input;
    this.#list = document.createElement("div");
    this.#list.id = `suggestions-${++lists}`;
    this.#list.className = "suggestions";
    this.#list.role = "listbox";
    this.#list.ariaLabel = input.labels?.[0]?.textContent?.trim() ?? "";
    this.#list.hidden = true;
    this.append(this.#list);
    input.role = "combobox";
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.#list.id);
    this.#close();
    const { signal } = this;
    input.addEventListener("input", () => this.#later(), { signal });
    input.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("focusout", (event) => !this.contains(event.relatedTarget as Node | null) && this.#close(), { signal });
    // The field must keep the focus while an option is pressed.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    this.#list.addEventListener("click", (event) => this.#take((event.target as Element).closest<HTMLElement>("[role=option]")), { signal });
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    if (this.#input.value.trim().length < LEAST) this.#close();
    else this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    const asked = (this.#asked = new AbortController());
    const query = new URLSearchParams({ q: this.#input.value, lang: language() });
    try {
      const { results } = await fetchJson<{ results: Line[] }>(`/api/catalog/v1/suggestions?${query}`, asked.signal);
      if (!asked.signal.aborted && document.activeElement === this.#input) this.#open(results);
    } catch {
      // Suggestions shorten the path: without them the field still searches.
      this.#close();
    }
  }

  #open(lines: Line[]): void {
    this.#at = -1;
    this.#options = [];
    this.#list.replaceChildren(...groups(lines).map(([kind, found]) => this.#group(kind, found)));
    this.#list.hidden = lines.length === 0;
    this.#input.setAttribute("aria-expanded", String(lines.length > 0));
    this.#input.removeAttribute("aria-activedescendant");
    this.announce(lines.length ? this.text("found", { n: lines.length }) : this.text("none"));
  }

  #group(kind: string, lines: Line[]): HTMLElement {
    const group = document.createElement("div");
    const title = document.createElement("div");
    title.id = `${this.#list.id}-${kind}`;
    title.className = "suggestions-kind";
    title.textContent = this.text(kind);
    group.role = "group";
    group.setAttribute("aria-labelledby", title.id);
    group.append(title, ...lines.map((line) => this.#option(line)));
    return group;
  }

  #option(line: Line): HTMLElement {
    const option = document.createElement("div");
    option.id = `${this.#list.id}-${this.#options.length}`;
    option.role = "option";
    option.ariaSelected = "false";
    option.dataset.address = line.address;
    option.append(marked(line.label, this.#input.value));
    if (line.count !== null) {
      const count = document.createElement("span");
      count.className = "suggestions-count";
      count.textContent = number(line.count);
      option.append(count);
    }
    this.#options.push(option);
    return option;
  }

  #key(event: KeyboardEvent): void {
    const open = !this.#list.hidden;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      this.#close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && open) {
      event.preventDefault();
      this.#move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.#at >= 0) {
      event.preventDefault();
      this.#take(this.#options[this.#at] ?? null);
    }
  }

  /** Around the options and the field itself, which is the place -1. */
  #move(step: number): void {
    this.#options[this.#at]?.setAttribute("aria-selected", "false");
    const places = this.#options.length + 1;
    this.#at = ((this.#at + 1 + step + places) % places) - 1;
    const option = this.#options[this.#at];
    if (!option) return this.#input.removeAttribute("aria-activedescendant");
    option.ariaSelected = "true";
    option.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", option.id);
  }

  #take(option: HTMLElement | null): void {
    if (option?.dataset.address) location.assign(option.dataset.address);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#at = -1;
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }
}

/** Lines by kind, in their order. */
function groups(lines: Line[]): [string, Line[]][] {
  const found = new Map<string, Line[]>();
  for (const line of lines) found.set(line.kind, [...(found.get(line.kind) ?? []), line]);
  return [...found];
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The label, with what was typed in bold where it begins a word; as it is when folding would move letters. */
function marked(label: string, typed: string): Node {
  const text = document.createElement("span");
  const last = fold(typed.trim()).split(/\s+/).pop() ?? "";
  const place = label.length === fold(label).length && last ? fold(label).search(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(last)}`, "u")) : -1;
  if (place < 0) {
    text.textContent = label;
    return text;
  }
  const bold = document.createElement("b");
  bold.textContent = label.slice(place, place + last.length);
  text.append(label.slice(0, place), bold, label.slice(place + last.length));
  return text;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
