const factors: Record<string, number> = {
	n: 1e-9,
	u: 1e-6,
	m: 1e-3,
	"": 1,
	k: 1e3,
	M: 1e6,
	G: 1e9,
	T: 1e12,
	P: 1e15,
	E: 1e18,
	Ki: 2 ** 10,
	Mi: 2 ** 20,
	Gi: 2 ** 30,
	Ti: 2 ** 40,
	Pi: 2 ** 50,
	Ei: 2 ** 60,
};

/** The number that a quantity stands for: `500m`, `128Mi`, `1e3`; NaN for what is none. */
export function parseQuantity(quantity: string | number): number {
	const [, number, unit = ""] =
		/^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(
			`${quantity}`,
		) ?? [];
	return number === undefined ? NaN : Number(number) * (factors[unit] ?? NaN);
}
