/**
 * One of so many cases, or all of them with CASES=all: each costs the machine some ten seconds of a call, and the rules
 * behind them have unit tests.
 */
export function sample<Case>(cases: Case[], of: number): Case[] {
	return process.env.CASES === "all"
		? cases
		: cases.filter((_, index) => index % of === of - 1);
}
