/** Starts the interface. Everything else lives in app/. */
import "@/styles/tokens.css";
import "@/styles/base.css";
import { createRoot } from "react-dom/client";

const root = document.getElementById("root");
if (root) createRoot(root).render(<p>Catena</p>);
