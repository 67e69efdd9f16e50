// An editor of queries around a textarea: completions from the schema, faults underlined where the API finds them.
import "./odsql.css";
import { Island } from "../../island.ts";
import { json, number } from "../../words.ts";
import { type Checked, check, type Knowledge } from "./checking.ts";
import { Editor } from "./editor.ts";

const PATIENCE = 450;
const CHECKED = "parvis:checked";

export default class OdsqlIsland extends Island {
  #editor: Editor | null = null;
  #waiting = 0;
  #asked: AbortController | null = null;

  protected override draw(): void {
    const area = this.querySelector("textarea");
    const form = area?.form;
    if (!area || !form) throw new Error("an editor of queries lies in a form, around a textarea");
    const knowledge = json<Knowledge>(form, "settings");
    if (!knowledge) throw new Error("the form says nothing of the dataset");
    const label = form.querySelector<HTMLLabelElement>(`label[for="${area.id}"]`);
    const host = document.createElement("div");
    host.className = "odsql";
    const state = document.createElement("p");
    state.className = "field-help odsql-state";
    this.#editor = new Editor(host, {
      clause: this.dataset["clause"] ?? area.name,
      text: area.value,
      label: label?.textContent?.trim() ?? area.name,
      help: `${document.getElementById(`${area.id}-help`)?.textContent ?? ""} ${this.text("leave")}`.trim(),
      knowledge,
      changed: (text) => {
        area.value = text;
        this.#later(form, knowledge);
      },
      submit: () => form.requestSubmit(),
    });
    const box = document.createElement("div");
    box.append(host, state);
    this.show(box, true);
    // The textarea stays in the form, out of sight: it is what is sent.
    if (this.fallback) this.fallback.hidden = true;
    label?.addEventListener("click", () => this.#editor?.focus(), { signal: this.signal });
    form.addEventListener(CHECKED, (event) => this.#tell((event as CustomEvent<Checked>).detail, state), { signal: this.signal });
    this.signal.addEventListener("abort", () => this.#editor?.destroy());
    const { start, end, message } = this.dataset;
    if (message) this.#editor.mark(Number(start), Number(end), message);
  }

  /** Ask the API about the whole query once typing pauses; every editor of the form hears the answer. */
  #later(form: HTMLFormElement, knowledge: Knowledge): void {
    clearTimeout(this.#waiting);
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    this.#waiting = window.setTimeout(async () => {
      const detail = await check(form, knowledge, AbortSignal.any([asked.signal, this.signal])).catch(() => null);
      if (detail) form.dispatchEvent(new CustomEvent<Checked>(CHECKED, { detail }));
    }, PATIENCE);
  }

  #tell(found: Checked, state: HTMLElement): void {
    const clause = this.dataset["clause"] ?? "";
    const wrong = found.clauses.includes(clause);
    if (wrong) this.#editor?.mark(found.position, -1, found.message);
    else this.#editor?.clear();
    state.classList.toggle("field-error", wrong);
    if (wrong) state.textContent = [found.message, found.hint].filter(Boolean).join(" ");
    else state.textContent = clause === "where" && found.total !== null ? this.#count(found.total) : "";
  }

  #count(total: number): string {
    if (total === 0) return this.text("matches_none");
    return total === 1 ? this.text("matches_one") : this.text("matches", { count: number(total) });
  }
}
