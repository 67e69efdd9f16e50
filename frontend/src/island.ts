// What every island is made of: `<parvis-NAME>` around the part of the page that works without it.
import { announce } from "./live.ts";
import { near } from "./near.ts";
import { onTheme } from "./theme.ts";
import { json, say, wordsOf } from "./words.ts";

/**
 * The base of islands. A module `src/islands/NAME.ts` (or `NAME/index.ts`) exports its class by default; the loader
 * defines it as `<parvis-NAME>` when the first of its kind comes near the window.
 *
 * `draw` is called once the element is near. When it resolves, the element gets `data-drawn`, which tests and prints
 * wait for; when it throws, what the server wrote stays, with one sentence and a button to try again.
 */
export abstract class Island extends HTMLElement {
  #leave: AbortController | null = null;
  #problem: HTMLElement | null = null;

  /** Make the island: read `settings()`, `words`, the fallback or the public API, then `show` the result. */
  protected abstract draw(): Promise<void> | void;

  /** Draw again with the colours of the theme that was chosen; nothing to do when only CSS colours are used. */
  protected themed(): void {}

  /** Aborted when the element leaves the page: give it to listeners and to fetches. */
  protected get signal(): AbortSignal {
    return (this.#leave ??= new AbortController()).signal;
  }

  /** What the server wrote with `{% settings … %}`, or an empty object. */
  protected settings<T extends object>(): T {
    return json<T>(this, "settings") ?? ({} as T);
  }

  /** A phrase of `{% words … %}`, with its `{values}`. */
  protected text(key: string, values: Record<string, string | number> = {}): string {
    return say(wordsOf(this), key, values);
  }

  /** The part that works without scripts: the child with `data-fallback`. */
  protected get fallback(): HTMLElement | null {
    return this.querySelector<HTMLElement>(":scope > [data-fallback]");
  }

  /** Put `view` in the place of the fallback; `keep` leaves the fallback under it (a table after its chart). */
  protected show(view: Element, keep = false): void {
    const fallback = this.fallback;
    if (fallback) fallback.before(view);
    else this.append(view);
    if (fallback && !keep) fallback.hidden = true;
  }

  /** Tell a screen reader. */
  protected announce(message: string): void {
    announce(message);
  }

  connectedCallback(): void {
    onTheme(() => this.hasAttribute("data-drawn") && this.themed(), this.signal);
    void near(this, this.signal).then(() => this.#start());
  }

  disconnectedCallback(): void {
    this.#leave?.abort();
    this.#leave = null;
    this.removeAttribute("data-drawn");
  }

  async #start(): Promise<void> {
    const signal = this.signal;
    this.setAttribute("aria-busy", "true");
    try {
      await this.draw();
      if (signal.aborted) return;
      this.setAttribute("data-drawn", "");
      this.dispatchEvent(new CustomEvent("parvis:drawn", { bubbles: true }));
    } catch (cause) {
      if (signal.aborted) return;
      console.error(cause);
      this.#problem = complain(this, () => this.#again());
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  #again(): void {
    this.#problem?.remove();
    void this.#start();
  }
}

/** One sentence above what the server wrote, and a button to try again. */
export function complain(box: HTMLElement, retry: () => void): HTMLElement {
  const words = wordsOf(box);
  const problem = document.createElement("p");
  problem.className = "island-problem";
  const sentence = document.createElement("span");
  sentence.textContent = say(words, "failed");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = say(words, "retry");
  button.addEventListener("click", retry);
  problem.append(sentence, " ", button);
  box.querySelector(":scope > .island-problem")?.remove();
  box.prepend(problem);
  const fallback = box.querySelector<HTMLElement>(":scope > [data-fallback]");
  if (fallback) fallback.hidden = false;
  announce(sentence.textContent);
  return problem;
}
