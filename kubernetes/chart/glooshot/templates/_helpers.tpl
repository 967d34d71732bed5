{{- define "glooshot.image" -}}
{{ .Values.image | default (printf "glooshot:%s" .Chart.AppVersion) }}
{{- end }}

{{/* Beside those that the manifests have. */}}
{{- define "glooshot.labels" -}}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* What controller and guard have to be told alike. */}}
{{- define "glooshot.watching" -}}
{{- $watching := dict }}
{{- with .Values.watchNamespaces }}
{{- $_ := set $watching "GLOOSHOT_WATCH_NAMESPACES" (join "," .) }}
{{- if $.Values.meshes.istio }}
{{- $_ := set $watching "GLOOSHOT_ISTIO_CONTROL_PLANE_NAMESPACE" $.Values.meshes.istioNamespace }}
{{- end }}
{{- end }}
{{- toYaml $watching }}
{{- end }}

{{/* As the controller takes them from its environment. */}}
{{- define "glooshot.settings" -}}
{{- $settings := include "glooshot.watching" . | fromYaml }}
{{- with .Values.prometheus.url }}
{{- $_ := set $settings "GLOOSHOT_PROMETHEUS_URL" . }}
{{- end }}
{{- if not .Values.meshes.istio }}
{{- $_ := set $settings "GLOOSHOT_ISTIO_ENABLED" "false" }}
{{- end }}
{{- if .Values.meshes.envoy }}
{{- $_ := set $settings "QUARKUS_GRPC_SERVER_HOST" "0.0.0.0" }}
{{- $_ := set $settings "QUARKUS_GRPC_SERVER_SSL_CERTIFICATE" "/etc/glooshot/tls/tls.crt" }}
{{- $_ := set $settings "QUARKUS_GRPC_SERVER_SSL_KEY" "/etc/glooshot/tls/tls.key" }}
{{- $_ := set $settings "GLOOSHOT_ENVOY_TRUSTED_CA" "/etc/glooshot/tls/ca.crt" }}
{{- end }}
{{- range $name, $value := .Values.settings }}
{{- $_ := set $settings (regexReplaceAll "[^A-Z0-9]" (upper $name) "_") (toString $value) }}
{{- end }}
{{- toYaml $settings }}
{{- end }}
