// What an embedded view says to the page around it, and hears from it. Versioned: `v` is 1 in every message.

type Out = "parvis:ready" | "parvis:size" | "parvis:select" | "parvis:filter";
export type Filter = Record<string, string | string[]>;

/** The root of an embedded view, or null on an ordinary page. */
const root = document.querySelector<HTMLElement>("[data-embed]");

/** Whether this page is shown inside another site. */
export const embedded = root !== null && window.parent !== window;

/** Tell the page around: nothing secret ever goes out, so any origin may hear. */
export function tell(type: Out, values: Record<string, unknown> = {}): void {
  if (embedded) window.parent.postMessage({ type, v: 1, ...values }, "*");
}

/** Apply the filters that the page around sends, when the embed was made with `interactive=1`. */
export function onFilter(apply: (filter: Filter) => void, signal: AbortSignal): void {
  if (!embedded || root?.dataset.interactive === undefined) return;
  const hear = ({ source, data }: MessageEvent): void => {
    if (source !== window.parent || data?.type !== "parvis:filter" || data.v !== 1) return;
    if (typeof data.filter === "object" && data.filter) apply(data.filter as Filter);
  };
  addEventListener("message", hear, { signal });
}

/** Take the height that the address asks, say when the view is ready and each time its height changes. */
export function frameOut(): void {
  if (!root) return;
  if (root.dataset.height) document.documentElement.style.setProperty("--embed-height", `${root.dataset.height}px`);
  tell("parvis:ready");
  new ResizeObserver(() => tell("parvis:size", { height: document.documentElement.offsetHeight })).observe(document.body);
}
