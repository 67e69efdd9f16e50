// Partial pages with htmx. Its settings are in <meta name="htmx-config">: no evaluation, no inline style, no history copy.
import htmx from "htmx.org";
import { offerCopies } from "./copy.ts";
import { announce } from "./live.ts";
import { loadIslands } from "./loader.ts";

/** Give life to what arrives, say what changed, keep the focus where it was. */
export function followSwaps(): void {
  htmx.onLoad((element) => {
    const root = element as HTMLElement;
    loadIslands(root.parentElement ?? root);
    offerCopies(root.parentElement ?? root);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.target as HTMLElement;
    const spoken = target.querySelector<HTMLElement>("[data-announce]") ?? target.closest<HTMLElement>("[data-announce]");
    if (spoken) announce(spoken.textContent?.trim() ?? "");
    const asked = (event as CustomEvent<{ requestConfig?: { elt?: Element } }>).detail.requestConfig?.elt;
    if (asked?.closest("[data-focus-results]")) target.querySelector<HTMLElement>("[data-results-heading]")?.focus();
  });
}
