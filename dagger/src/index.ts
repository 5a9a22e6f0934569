import { func, object } from "@dagger.io/dagger";

@object()
export class Slipway {
	@func()
	hello(): string {
		return "hello";
	}
}
