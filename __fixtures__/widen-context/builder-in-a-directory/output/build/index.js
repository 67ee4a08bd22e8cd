import "./src/map.js";
