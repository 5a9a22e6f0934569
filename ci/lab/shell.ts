import { $ as zx } from "zx";

/** Runs commands. They have no input: were it a socket, bash could take this for a remote login and read ~/.bashrc first. */
export const $ = zx({ stdio: ["ignore", "pipe", "pipe"] });
