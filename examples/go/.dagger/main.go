// A shop that is asked for its page before it is deployed.
package main

import (
	"context"

	"dagger/shop/internal/dagger"
)

type Shop struct{}

// Builds the image, asks it for its page, and deploys it if the page is right.
//
// +cache="never"
func (m *Shop) Release(
	ctx context.Context,
	// +defaultPath="/app"
	source *dagger.Directory,
	// +defaultPath="/k8s"
	manifests *dagger.Directory,
	username string,
	password *dagger.Secret,
	kubeconfig *dagger.Secret,
	namespace string,
	// +default="docker.io"
	registry string,
) (string, error) {
	shop := dag.Slipway(dagger.SlipwayOpts{
		Registry:   registry,
		Username:   username,
		ImageName:  "shop",
		Password:   password,
		Kubeconfig: kubeconfig,
		Namespace:  namespace,
	})
	_, err := shop.Build(source).
		WithServiceBinding("shop", shop.Serve(source)).
		WithExec([]string{"python", "-c", test}).
		Sync(ctx)
	if err != nil {
		return "", err
	}
	return shop.Deploy(ctx, source, manifests, dagger.SlipwayDeployOpts{Timeout: "3m"})
}

const test = `
from urllib.request import urlopen

page = urlopen("http://shop:8000").read().decode()
assert page.startswith("Hello"), page
`
