import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyModule } from "./support/empty-module.js";
import {
	freshNamespace,
	root,
	run,
	slipway,
	slipwayCommand,
} from "./support/lab.js";

// Less than a second of it is the body: render, preflight, a look at the registry, dry run. The rest is the start of a module
// of more than a hundred files and a large interface in place of one function: neither the official SDK nor the lab's keeps
// what it has transformed. In proportion on a slower machine. From a folder without a .env, which costs more.
test("an unchanged deploy works for 1.5 s at most and costs 4 s more than an empty function, the doctor less than 8 s more", async () => {
	const namespace = await freshNamespace("cost");
	const empty = await emptyModule();
	const [, ...args] = slipwayCommand({ namespace }, "deploy");
	const deploy = () => run("dagger", args, empty);
	const nothing = () =>
		run("dagger", ["--mod", empty, "call", "nothing"], empty);
	const source = `--source=${join(root, "flask-app")}`;
	const doctor = () => slipway({ namespace }, "doctor", source);
	for (const warm of [deploy, nothing, doctor]) await warm();

	const bodies: number[] = [];
	const extra: number[] = [];
	const extraOfDoctor: number[] = [];
	const empties: number[] = [];
	for (let round = 0; round < 5; round++) {
		const { seconds: base, code } = await nothing();
		expect(code).toBe(0);
		const { seconds, stdout } = await deploy();
		expect(stdout).toMatch(/^✓ nothing to do/);
		bodies.push(Number(/^✓ .*\(([\d.]+) s\)/.exec(stdout)?.[1]));
		extra.push(seconds - base);
		empties.push(base);
		if (round >= 3) continue;
		const told = await doctor();
		expect(told.stdout, told.stderr).toMatch(/^✓ \d+ of \d+ checks are good$/m);
		extraOfDoctor.push(told.seconds - base);
	}

	console.log(
		`an unchanged deploy costs ${format(extra)} s more, of them ${format(bodies)} s in its body, and the doctor ${format(extraOfDoctor)} s more, than an empty function's ${format(empties)} s`,
	);
	const slow = median(empties) / 3;
	expect(median(bodies)).toBeLessThanOrEqual(1.5 * Math.max(1, slow));
	expect(median(extra)).toBeLessThanOrEqual(4 * Math.max(1, slow));
	expect(median(extraOfDoctor)).toBeLessThan(8);
});

const format = (values: number[]) =>
	values.map((value) => value.toFixed(1)).join(", ");

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
