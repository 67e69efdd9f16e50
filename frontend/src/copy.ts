// A button beside a line to copy. Words come from the page: data-copy names the button, data-copied the success.
// What is copied: the field with data-copy-text, else the <pre> of the box.
import { announce } from "./live.ts";

const SHOWN = 3000;

/** Add a copy button to each box of `root` that holds something to copy. */
export function offerCopies(root: ParentNode): void {
  if (!navigator.clipboard) return;
  for (const box of root.querySelectorAll<HTMLElement>("[data-copy]:not([data-copies])")) offerCopy(box);
}

function offerCopy(box: HTMLElement): void {
  box.dataset.copies = "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = box.dataset.copy ?? "";
  button.addEventListener("click", () => void copy(box, button));
  box.append(button);
}

async function copy(box: HTMLElement, button: HTMLButtonElement): Promise<void> {
  await navigator.clipboard.writeText(box.dataset.copyText ?? box.querySelector("pre")?.textContent ?? "");
  button.textContent = box.dataset.copied ?? "";
  announce(button.textContent);
  setTimeout(() => (button.textContent = box.dataset.copy ?? ""), SHOWN);
}
