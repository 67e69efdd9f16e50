// Waits until an element is about to be seen.

const MARGIN = "200px";
const waiting = new Map<Element, () => void>();
let watcher: IntersectionObserver | null = null;

function watch(): IntersectionObserver {
  return (watcher ??= new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) waiting.get(entry.target)?.();
    },
    { rootMargin: MARGIN },
  ));
}

/** Resolves when `element` is within 200 pixels of the window; never when `signal` aborts before. */
export function near(element: Element, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      waiting.delete(element);
      watch().unobserve(element);
    };
    waiting.set(element, () => {
      stop();
      resolve();
    });
    signal?.addEventListener("abort", stop, { once: true });
    watch().observe(element);
  });
}
