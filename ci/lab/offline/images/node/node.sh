#!/bin/bash
# One node: etcd, control plane, kubelet, DNS. Its state is in the volume; what depends on the address is made at each start.
set -euo pipefail
ip=$(hostname -i | awk '{print $1}')
state=/var/lib/rancher/k3s etc=/etc/rancher/k3s
mkdir -p $state/{pki,log,cni} /run/node $etc
cd $state

# Certificates: one authority per volume, one server certificate per start.
if [ ! -f pki/sa.pub ]; then
  openssl req -x509 -newkey rsa:2048 -nodes -keyout pki/ca.key -out pki/ca.crt -days 3650 -subj /CN=lab 2>/dev/null
  openssl genrsa -out pki/sa.key 2048 2>/dev/null
  openssl rsa -in pki/sa.key -pubout -out pki/sa.pub 2>/dev/null
fi
certificate() { # NAME SUBJECT ALTERNATIVE-NAMES
  openssl req -newkey rsa:2048 -nodes -keyout "pki/$1.key" -out "pki/$1.csr" -subj "$2" 2>/dev/null
  openssl x509 -req -in "pki/$1.csr" -CA pki/ca.crt -CAkey pki/ca.key -CAcreateserial -out "pki/$1.crt" -days 3650 \
    -extfile <(echo "subjectAltName=$3") 2>/dev/null
}
certificate server /CN=kube-apiserver "IP:$ip,IP:127.0.0.1,IP:10.43.0.1,DNS:kubernetes,DNS:localhost"
certificate admin /O=system:masters/CN=admin DNS:admin
base64of() { base64 -w0 "pki/$1"; }
cat > $etc/k3s.yaml <<Y
apiVersion: v1
kind: Config
current-context: default
contexts: [{name: default, context: {cluster: default, user: default}}]
clusters: [{name: default, cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: $(base64of ca.crt)}}]
users: [{name: default, user: {client-certificate-data: $(base64of admin.crt), client-key-data: $(base64of admin.key)}}]
Y
chmod 600 $etc/k3s.yaml

# Registries: registries.yaml is JSON, which YAML contains.
jq -r '.mirrors | to_entries[] | "\(.key) \(.value.endpoint[0])"' $etc/registries.yaml | while read -r host endpoint; do
  mkdir -p "/etc/node/certs.d/$host"
  printf 'server = "%s"\n[host."%s"]\n  capabilities = ["pull", "resolve"]\n' "$endpoint" "$endpoint" > "/etc/node/certs.d/$host/hosts.toml"
done

cat > kubelet.yaml <<Y
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDNS: ["$ip"]
clusterDomain: cluster.local
failCgroupV1: false
failSwapOn: false
cgroupDriver: cgroupfs
enforceNodeAllocatable: []
containerRuntimeEndpoint: unix:///run/node/containerd.sock
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $state/pki/ca.crt}}
authorization: {mode: Webhook}
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
imageGCHighThresholdPercent: 99
Y
cat > containerd.toml <<Y
version = 2
root = "$state/containerd"
state = "/run/node/containerd"
[grpc]
  address = "/run/node/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "docker.io/library/pause:3.10"
  restrict_oom_score_adj = true
  disable_apparmor = true
  cni = { bin_dir = "/usr/lib/cni", conf_dir = "$state/cni" }
  registry = { config_path = "/etc/node/certs.d" }
Y
# Names of the cluster; all others as the node itself knows them, those of the lab among them.
cat > Corefile <<Y
.:53 {
  errors
  kubernetes cluster.local in-addr.arpa {
    kubeconfig $etc/k3s.yaml
  }
  forward . /etc/resolv.conf
}
Y
cat > cni/10-lab.conflist <<Y
{"cniVersion": "0.4.0", "name": "lab", "plugins": [
  {"type": "bridge", "bridge": "kube0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "/run/node/cni", "ranges": [[{"subnet": "10.42.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
Y

# What is killed comes back, as in k3s.
start() {
  local name=$1
  shift
  while true; do "$@" >> "log/$name.log" 2>&1 || sleep 1; done &
}
start containerd containerd -c containerd.toml
start etcd etcd --data-dir $state/etcd --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380 --unsafe-no-fsync
start apiserver kube-apiserver --etcd-servers=http://127.0.0.1:2379 --kubelet-preferred-address-types=InternalIP --advertise-address="$ip" --secure-port=6443 \
  --client-ca-file=pki/ca.crt --tls-cert-file=pki/server.crt --tls-private-key-file=pki/server.key \
  --service-account-key-file=pki/sa.pub --service-account-signing-key-file=pki/sa.key \
  --service-account-issuer=https://kubernetes.default.svc --service-cluster-ip-range=10.43.0.0/16 \
  --authorization-mode=Node,RBAC --kubelet-client-certificate=pki/admin.crt --kubelet-client-key=pki/admin.key
until kubectl get --raw /readyz >/dev/null 2>&1; do sleep 0.2; done
start controllers kube-controller-manager --kubeconfig="$KUBECONFIG" --service-account-private-key-file=pki/sa.key \
  --root-ca-file=pki/ca.crt --use-service-account-credentials --leader-elect=false
start dns coredns -conf Corefile
start scheduler kube-scheduler --kubeconfig="$KUBECONFIG" --leader-elect=false
start proxy kube-proxy --kubeconfig="$KUBECONFIG" --hostname-override=lab --cluster-cidr=10.42.0.0/16 \
  --conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0
exec kubelet --kubeconfig="$KUBECONFIG" --config=kubelet.yaml --hostname-override=lab --node-ip="$ip" \
  --root-dir=$state/kubelet > log/kubelet.log 2>&1
