// What is put over the records: the place that was asked, where the reader is.
import Feature from "ol/Feature.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import CircleStyle from "ol/style/Circle.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import { palette } from "./palette.ts";

export class Marks {
  readonly #source = new VectorSource();
  readonly layer = new VectorLayer({ source: this.#source, zIndex: 3 });
  /** Whether the reader is drawing: clicks then ask nothing. */
  drawing = false;

  constructor() {
    this.dress();
  }

  dress(): void {
    const { focus, surface } = palette();
    const ring = (color: string, width: number): Style =>
      new Style({ image: new CircleStyle({ radius: 12, stroke: new Stroke({ color, width }) }) });
    this.layer.setStyle([ring(surface, 6), ring(focus, 3)]);
  }

  at(place: number[]): void {
    this.clear();
    this.#source.addFeature(new Feature(new Point(place)));
  }

  clear(): void {
    this.#source.clear();
  }
}
