{{/* Name of a component's objects. Arguments: root, component. */}}
{{- define "bloodraven.name" -}}
{{- printf "%s-%s" .root.Release.Name .component | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{/* Labels by which a component's pods are found; never changed. */}}
{{- define "bloodraven.selector" -}}
app.kubernetes.io/name: bloodraven
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Labels of every object. */}}
{{- define "bloodraven.labels" -}}
{{ include "bloodraven.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* Image of a component. */}}
{{- define "bloodraven.image" -}}
{{- $image := .root.Values.image -}}
{{- printf "%s/%s:%s" $image.repository .component ($image.tag | default .root.Chart.AppVersion) -}}
{{- end }}
