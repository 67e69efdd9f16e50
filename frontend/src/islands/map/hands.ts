// How a reader moves the map: no scroll trap, everything by keyboard, nothing at all when it is static.
import { platformModifierKeyOnly } from "ol/events/condition.js";
import Collection from "ol/Collection.js";
import DoubleClickZoom from "ol/interaction/DoubleClickZoom.js";
import DragPan from "ol/interaction/DragPan.js";
import type Interaction from "ol/interaction/Interaction.js";
import KeyboardPan from "ol/interaction/KeyboardPan.js";
import KeyboardZoom from "ol/interaction/KeyboardZoom.js";
import MouseWheelZoom from "ol/interaction/MouseWheelZoom.js";
import PinchZoom from "ol/interaction/PinchZoom.js";
import Kinetic from "ol/Kinetic.js";
import type MapBrowserEvent from "ol/MapBrowserEvent.js";
import { isStill } from "../../theme.ts";

/** The interactions; `free` tells whether the wheel and one finger may move the map now. */
export function hands(free: () => boolean): Collection<Interaction> {
  const duration = isStill() ? 0 : 200;
  const pan: DragPan = new DragPan({
    kinetic: isStill() ? undefined : new Kinetic(-0.005, 0.05, 100),
    condition: (event: MapBrowserEvent) => {
      const touched = (event.originalEvent as PointerEvent).pointerType === "touch";
      return free() || !touched || pan.getPointerCount() === 2;
    },
  });
  return new Collection<Interaction>([
    pan,
    new PinchZoom({ duration }),
    new DoubleClickZoom({ duration }),
    new MouseWheelZoom({ duration, condition: (event: MapBrowserEvent) => free() || platformModifierKeyOnly(event) }),
    new KeyboardPan({ duration: duration / 2, pixelDelta: 96 }),
    new KeyboardZoom({ duration }),
  ]);
}

/** Say how to move the map when somebody tries the way that scrolls the page. */
export function explain(box: HTMLElement, hint: HTMLElement, words: { wheel: string; fingers: string }, free: () => boolean, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (message: string): void => {
    hint.textContent = message;
    hint.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => (hint.hidden = true), 1500);
  };
  const wheel = (event: WheelEvent): void => {
    if (!free() && !event.ctrlKey && !event.metaKey) show(words.wheel);
  };
  const touch = (event: TouchEvent): void => {
    if (!free() && event.touches.length === 1) show(words.fingers);
  };
  box.addEventListener("wheel", wheel, { signal, passive: true });
  box.addEventListener("touchmove", touch, { signal, passive: true });
}
