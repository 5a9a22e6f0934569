import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { folder, freshNamespace, kubectl } from "./support/lab.js";

const server = `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: db }, ports: [{ port: 80, targetPort: 8000 }] }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 8000 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: db
          image: python:3.13-slim
          command: [python, -m, http.server, "8000", --directory, /tmp]
          readinessProbe: { httpGet: { port: 8000 }, periodSeconds: 1 }
`;

const askAll =
	"import sys, urllib.request\nfor url in sys.argv[1:]: print(urllib.request.urlopen(url, timeout=10).status, url)";

test("a Pod reaches Services, and the Pods of a StatefulSet, by their names", async () => {
	const namespace = await freshNamespace("dns");
	const here = (...args: string[]) => kubectl("-n", namespace, ...args);
	const files = await folder({ "server.yaml": server });
	await here("apply", `--filename=${join(files, "server.yaml")}`);
	await here("rollout", "status", "statefulset/db", "--timeout=120s");

	const urls = [
		"http://web/",
		`http://web.${namespace}/`,
		`http://web.${namespace}.svc.cluster.local/`,
		"http://db:8000/",
		"http://db-0.db:8000/",
		`http://db-0.db.${namespace}.svc.cluster.local:8000/`,
	];
	const python = ["python", "-c", askAll, ...urls];
	// The node needs a moment to hear of a Service.
	const said = await vi.waitFor(() => here("exec", "db-0", "--", ...python), {
		timeout: 20_000,
		interval: 500,
	});

	expect(said.trim().split("\n")).toEqual(urls.map((url) => `200 ${url}`));
});
