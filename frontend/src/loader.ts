// Loads an island's module when one of its kind comes near the window, and defines its element.
import { complain } from "./island.ts";
import { near } from "./near.ts";

type Module = { default: CustomElementConstructor };
const files = import.meta.glob<Module>(["./islands/*.ts", "./islands/*/index.ts"]);
const modules = new Map(
  Object.entries(files).map(([path, load]) => [path.replace(/^\.\/islands\/|\/index\.ts$|\.ts$/g, ""), load]),
);
const PREFIX = "parvis-";
const seen = new WeakSet<Element>();

/** Watch the islands of this part of the page; call it again for what is added later. */
export function loadIslands(root: ParentNode): void {
  for (const [name] of modules) {
    for (const element of root.querySelectorAll<HTMLElement>(PREFIX + name)) {
      if (seen.has(element)) continue;
      seen.add(element);
      void near(element).then(() => define(name, element));
    }
  }
}

async function define(name: string, element: HTMLElement): Promise<void> {
  try {
    const module = await modules.get(name)!();
    if (!customElements.get(PREFIX + name)) customElements.define(PREFIX + name, module.default);
  } catch (cause) {
    console.error(cause);
    const problem = complain(element, () => {
      problem.remove();
      void define(name, element);
    });
  }
}
