// What pages gain when scripts run. Every page is whole without this file.
import "../css/main.css";
import { offerCopies } from "./copy.ts";
import { loadIslands } from "./loader.ts";
import { closeMenus } from "./menus.ts";
import { followSwaps } from "./partial.ts";
import { offerThemes } from "./theme.ts";

offerThemes();
closeMenus();
offerCopies(document);
loadIslands(document);
followSwaps();
