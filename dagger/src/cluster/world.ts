import type { Cluster } from "../kubectl/cluster.js";
import type { Clock } from "../system/clock.js";

/** What a run needs of the world. */
export type World = {
	cluster: Cluster;
	clock: Clock;
	print: (line: string) => void;
	/** Takes what is known to be secret out of a text. */
	mask: (text: string) => string;
};
