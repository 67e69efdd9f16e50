// What pages gain when scripts run. Every page is whole without this file.
import { offerCopy } from "./copy.js";

for (const box of document.querySelectorAll("[data-copy]")) offerCopy(box);
