// Partial pages with htmx. Its settings are in <meta name="htmx-config">: no evaluation, no inline style, no history copy.
import htmx from "htmx.org";
import { offerCopies } from "./copy.ts";
import { announce } from "./live.ts";
import { loadIslands } from "./loader.ts";

const DATA = /<script type="application\/json"([^>]*)>([^<]*)<\/script>/g;

interface Swap {
  target: HTMLElement;
  serverResponse: string;
  requestConfig?: { elt?: Element };
}

let opened: string[] = [];
let moves = false;

/** Give life to what arrives, say what changed, keep the focus where it was and disclosures open. */
export function followSwaps(): void {
  htmx.onLoad((element) => {
    const root = (element.parentElement ?? element) as HTMLElement;
    loadIslands(root);
    offerCopies(root);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<Swap>;
    const { target, requestConfig } = detail;
    // htmx takes every script out of what it inserts, those that only hold data too.
    detail.serverResponse = detail.serverResponse.replace(DATA, "<template$1>$2</template>");
    opened = [...target.querySelectorAll<HTMLElement>("details[id][open]")].map((details) => details.id);
    moves = Boolean(requestConfig?.elt?.closest("[data-focus-results]"));
  });
  document.addEventListener("htmx:afterSettle", (event) => settled(event.target as HTMLElement));
}

function settled(target: HTMLElement): void {
  for (const id of opened) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
  const spoken = target.querySelector<HTMLElement>("[data-announce]");
  if (spoken) announce(spoken.textContent?.trim() ?? "");
  const heading = target.querySelector<HTMLElement>("[data-results-heading]");
  const lost = !document.activeElement || document.activeElement === document.body;
  if (heading && (moves || lost)) heading.focus({ preventScroll: !moves });
}
