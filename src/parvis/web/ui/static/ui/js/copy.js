// A button beside a line of code. Words come from the page: data-copy names the button, data-copied the success.

/** Add a copy button to a box that holds a <pre>. */
export function offerCopy(box) {
  if (!navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = box.dataset.copy;
  const status = document.createElement("span");
  status.className = "hidden";
  status.setAttribute("role", "status");
  button.addEventListener("click", () => copy(box, button, status));
  box.append(button, status);
}

async function copy(box, button, status) {
  await navigator.clipboard.writeText(box.querySelector("pre").textContent);
  status.textContent = box.dataset.copied;
  button.textContent = box.dataset.copied;
  setTimeout(() => {
    status.textContent = "";
    button.textContent = box.dataset.copy;
  }, 3000);
}
