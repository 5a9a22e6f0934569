#!/bin/bash
# As docker:dind has it: with DOCKER_TLS_CERTDIR the daemon serves TLS on port 2376, and a client finds its certificate there.
set -euo pipefail
[[ "${1:---}" == -* ]] || exec "$@"

hosts=(--host=unix:///var/run/docker.sock)
certs=${DOCKER_TLS_CERTDIR:-}
issue() { # FOLDER SUBJECT EXTENSIONS
  mkdir -p "$certs/$1"
  openssl req -newkey rsa:2048 -nodes -keyout "$certs/$1/key.pem" -out "$certs/$1/csr.pem" -subj "/CN=$2" 2>/dev/null
  openssl x509 -req -in "$certs/$1/csr.pem" -CA "$certs/ca/cert.pem" -CAkey "$certs/ca/key.pem" -CAcreateserial \
    -out "$certs/$1/cert.pem" -days 30 -extfile <(echo "$3") 2>/dev/null
  cp "$certs/ca/cert.pem" "$certs/$1/ca.pem"
}
if [ -n "$certs" ]; then
  mkdir -p "$certs/ca"
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$certs/ca/key.pem" -out "$certs/ca/cert.pem" -days 30 -subj /CN=dind 2>/dev/null
  issue server docker "subjectAltName=DNS:docker,DNS:localhost,DNS:$(hostname),IP:127.0.0.1"
  issue client client extendedKeyUsage=clientAuth
  hosts+=(--host=tcp://0.0.0.0:2376 --tlsverify
    --tlscacert="$certs/server/ca.pem" --tlscert="$certs/server/cert.pem" --tlskey="$certs/server/key.pem")
fi
exec dockerd "${hosts[@]}" "$@"
