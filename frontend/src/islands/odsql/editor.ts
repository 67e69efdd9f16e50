// CodeMirror in a shadow root: its style sheets stay there, and colours come from the tokens of the page.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorView, keymap, tooltips } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Knowledge } from "./checking.ts";
import { completing, odsql } from "./language.ts";

export interface Options {
  clause: string;
  text: string;
  label: string;
  help: string;
  knowledge: Knowledge;
  changed: (text: string) => void;
  submit: () => void;
}

const look = EditorView.theme({
  "&.cm-editor": { color: "var(--text)", backgroundColor: "var(--surface)", border: "1px solid var(--line-strong)", borderRadius: "var(--radius)" },
  "&.cm-editor.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "0.875rem", lineHeight: "1.5" },
  ".cm-content": { padding: "0.5625rem 0.375rem", caretColor: "var(--text)", minHeight: "1.3125rem" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--primary-soft)" },
  ".cm-tooltip": { color: "var(--text)", backgroundColor: "var(--surface)", border: "1px solid var(--line-strong)", borderRadius: "var(--radius)" },
  ".cm-tooltip-autocomplete ul li": { padding: "0.25rem 0.5rem", fontFamily: "var(--mono)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--on-primary)", background: "var(--primary)" },
  ".cm-tooltip-autocomplete ul": { fontSize: "0.875rem" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.85" },
  ".cm-completionInfo": { maxInlineSize: "20rem", padding: "0.5rem", fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--danger)", textUnderlineOffset: "0.2em" },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--primary)", fontWeight: "650" },
  { tag: tags.string, color: "var(--accent)" },
  { tag: tags.number, color: "var(--link)" },
  { tag: tags.function(tags.variableName), color: "var(--visited)" },
  { tag: tags.operator, color: "var(--muted)" },
]);

/**
 * Put what is typed into the state without the browser's own editing: where it replaces text it would copy the style of
 * that text inline, which the policy of the page forbids. Compositions (accents, other scripts) go the usual way.
 */
function typed(event: InputEvent, view: EditorView): boolean {
  const text = event.data;
  if (event.inputType !== "insertText" || !text || event.isComposing || !event.cancelable) return false;
  event.preventDefault();
  const { from, to } = view.state.selection.main;
  const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
  const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, text, insert));
  if (!handled) view.dispatch(insert());
  return true;
}

export class Editor {
  #view: EditorView;

  constructor(host: HTMLElement, options: Options) {
    const root = host.attachShadow({ mode: "open" });
    const parent = document.createElement("div");
    root.append(parent);
    this.#view = new EditorView({
      doc: options.text,
      parent,
      root,
      extensions: [
        history(),
        closeBrackets(),
        odsql,
        syntaxHighlighting(colours),
        autocompletion({ override: [completing(options.clause, options.knowledge)], icons: false }),
        tooltips({ parent: root as unknown as HTMLElement }),
        // Tab is not bound: it leaves the editor, as everywhere in a form.
        keymap.of([
          { key: "Mod-Enter", run: () => (options.submit(), true) },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.domEventHandlers({ beforeinput: typed }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": options.label, "aria-description": options.help }),
        EditorView.updateListener.of((update) => update.docChanged && options.changed(update.state.doc.toString())),
        look,
      ],
    });
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }

  /** Underline from `start` to `end`, or the word there when the end is not known. */
  mark(start: number, end: number, message: string): void {
    const text = this.#view.state.doc.toString();
    if (!text) return this.clear();
    const from = Math.min(Math.max(start, 0), text.length - 1);
    const word = /^[\p{L}\d_.`]+/u.exec(text.slice(from))?.[0].length ?? 1;
    const to = Math.min(Math.max(end < 0 ? from + word : end, from + 1), text.length);
    const found = { from, to, severity: "error" as const, message };
    this.#view.dispatch(setDiagnostics(this.#view.state, [found]));
    this.#view.contentDOM.setAttribute("aria-invalid", "true");
  }

  clear(): void {
    this.#view.dispatch(setDiagnostics(this.#view.state, []));
    this.#view.contentDOM.removeAttribute("aria-invalid");
  }
}
