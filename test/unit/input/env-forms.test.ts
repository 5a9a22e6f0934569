import { describe, expect, it } from "vitest";
import { listEnvForms } from "../../../dagger/src/input/env-forms.js";
import { maskKnown } from "../../../dagger/src/kubectl/redact.js";

const mask = (name: string, value: string, text: string, told: string[] = []) =>
	maskKnown(text, listEnvForms(new Map([[name, value]]), told));

describe("a value of the app's own secrets", () => {
	it.each([
		["PLAIN", "swordfish", "it is swordfish.", "it is ***."],
		["GREETING", "8 letter", "it is 8 letter.", "it is ***."],
		["DB_PASSWORD", "1234", "it is 1234.", "it is ***."],
		["apiToken", "abcd", "it is abcd.", "it is ***."],
		["SECRET_KEY", "hush!", "it is hush!.", "it is ***."],
		["PIN", "0000", "it is 0000.", "it is ***."],
		["A", "swordfish", "c3dvcmRmaXNo", "***"],
		["A", "a\nswordfish\nb", "only swordfish", "only ***"],
		["A", 'say "hi"\tnow', String.raw`"say \"hi\"\tnow"`, '"***"'],
		["DB", "postgres://bob:pa/ss@db/shop", "bob, pa/ss", "bob, ***"],
	])("%s=%j is masked in %j", (name, value, text, masked) => {
		expect(mask(name, value, text)).toBe(masked);
	});

	it.each([
		["DEBUG", "true"],
		["PORT", "8000"],
		["USE_AUTH", "false"],
		["LOG_LEVEL", "warning"],
		["KEYCLOAK_PORT", "8080"],
		["PASSWORD_LENGTH", "1234"],
		["DB_PASSWORD", "abc"],
		["DB_PASSWORD", ""],
		["URL", "http://"],
	])("%s=%j is not: it stands in many a message", (name, value) => {
		const text = `the value is ${value}, port 8000, true`;
		expect(mask(name, value, text)).toBe(text);
	});

	it("is not masked where it is a part of what a run tells by itself", () => {
		const text = "Pod flask-app of namespace shop-production";
		const told = ["flask-app", "shop-production"];
		expect(mask("APP_NAME", "flask-app", text, told)).toBe(text);
		expect(mask("STAGE", "production", text, told)).toBe(text);
		expect(mask("STAGE", "production", text, ["shop"])).toBe(
			"Pod flask-app of namespace shop-***",
		);
	});
});
