// The script of pages shown inside another site's frame: islands and nothing else.
import "../css/main.css";
import { offerCopies } from "./copy.ts";
import { loadIslands } from "./loader.ts";
import { frameOut } from "./outward.ts";

frameOut();
offerCopies(document);
loadIslands(document);
