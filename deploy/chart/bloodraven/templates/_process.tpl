{{- /* Labels of a process; call with a dict of root and component. */ -}}
{{- define "bloodraven.selector" -}}
app.kubernetes.io/name: bloodraven
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "bloodraven.labels" -}}
{{ include "bloodraven.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "bloodraven.name" -}}
{{ .root.Release.Name }}-{{ .component }}
{{- end }}

{{- /* Deployment, ServiceAccount and PodDisruptionBudget: watcher and worker differ in values only. */ -}}
{{- define "bloodraven.process" -}}
{{- $values := index .root.Values .component -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "bloodraven.name" . }}
  labels: {{- include "bloodraven.labels" . | nindent 4 }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "bloodraven.name" . }}
  labels: {{- include "bloodraven.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {{- include "bloodraven.selector" . | nindent 6 }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "bloodraven.name" . }}
  labels: {{- include "bloodraven.labels" . | nindent 4 }}
spec:
  replicas: {{ $values.replicas }}
  selector:
    matchLabels: {{- include "bloodraven.selector" . | nindent 6 }}
  strategy:
    # one at a time, the old one first: the hard spread below leaves no room for a surge
    rollingUpdate: {maxSurge: 0, maxUnavailable: 1}
  template:
    metadata:
      labels: {{- include "bloodraven.labels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ include "bloodraven.name" . }}
      {{- with .root.Values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      topologySpreadConstraints:
        # one per site as long as there are sites; a site that is gone still counts, so that its share
        # is not crowded onto the others and comes back by itself
        - topologyKey: topology.kubernetes.io/zone
          maxSkew: 1
          whenUnsatisfiable: DoNotSchedule
          nodeTaintsPolicy: Ignore
          labelSelector:
            matchLabels: {{- include "bloodraven.selector" . | nindent 14 }}
      tolerations:
        # taints on the nodes of a site that is not writable are for applications; and whoever sits on a
        # node that is out of reach for a while goes on when it is back
        - {operator: Exists, effect: NoExecute}
      securityContext:
        runAsNonRoot: true
        seccompProfile: {type: RuntimeDefault}
      containers:
        - name: {{ .component }}
          image: "{{ .root.Values.image.repository }}/{{ .component }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}"
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          env:
            - {name: TEMPORAL_ADDRESS, value: {{ .root.Values.temporal.address | quote }}}
            - {name: TEMPORAL_NAMESPACE, value: {{ .root.Values.temporal.namespace | quote }}}
            - {name: WATCH_NAMESPACE, value: {{ .root.Values.watchNamespace | quote }}}
            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: POD_UID, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}
            {{- with $values.javaOptions }}
            - {name: JDK_JAVA_OPTIONS, value: {{ . | quote }}}
            {{- end }}
          ports:
            - {name: http, containerPort: 8080}
          startupProbe:
            httpGet: {path: /healthz, port: http}
            periodSeconds: 1
            failureThreshold: 120
          livenessProbe:
            httpGet: {path: /healthz, port: http}
            periodSeconds: 10
            timeoutSeconds: 3
          readinessProbe:
            httpGet: {path: /readyz, port: http}
            periodSeconds: 2
            timeoutSeconds: 2
          resources: {{- toYaml $values.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
      volumes:
        - name: tmp
          emptyDir: {medium: Memory, sizeLimit: 64Mi}
{{- end }}
