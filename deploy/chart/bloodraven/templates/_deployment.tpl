{{/*
A component's Deployment. Arguments: root, component, values (of the component), environment (YAML list of its own
variables).
*/}}
{{- define "bloodraven.deployment" -}}
{{- $root := .root -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "bloodraven.name" . }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "bloodraven.labels" . | nindent 4 }}
spec:
  replicas: {{ .values.replicas }}
  selector:
    matchLabels:
      {{- include "bloodraven.selector" . | nindent 6 }}
  strategy:
    # with a site gone its pod stays unavailable: the others are updated all the same
    rollingUpdate: {maxSurge: 1, maxUnavailable: 1}
  template:
    metadata:
      labels:
        {{- include "bloodraven.selector" . | nindent 8 }}
        {{- with $root.Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with $root.Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "bloodraven.name" . }}
      enableServiceLinks: false
      terminationGracePeriodSeconds: 15
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with $root.Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      tolerations:
        # Runs beside databases that are not writable, and stays bound to a node that cannot be reached: moved away it
        # would leave the site without a watcher when the node returns. A node that is tainted against *new* pods is
        # avoided all the same.
        - {operator: Exists, effect: NoExecute}
      topologySpreadConstraints:
        # A site that is gone, or not there yet, still counts: its share waits for it and is not crowded onto the others
        # for good. Pods of an update are spread among themselves, so that an update reaches the sites that are there.
        - topologyKey: {{ $root.Values.topologySpread.topologyKey }}
          whenUnsatisfiable: {{ $root.Values.topologySpread.whenUnsatisfiable }}
          maxSkew: 1
          nodeTaintsPolicy: Ignore
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels:
              {{- include "bloodraven.selector" . | nindent 14 }}
        - topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          maxSkew: 1
          nodeTaintsPolicy: Ignore
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels:
              {{- include "bloodraven.selector" . | nindent 14 }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        fsGroup: 65532
        seccompProfile: {type: RuntimeDefault}
      containers:
        - name: {{ .component }}
          image: {{ include "bloodraven.image" . }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          env:
            - name: POD_NAME
              valueFrom: {fieldRef: {fieldPath: metadata.name}}
            - name: POD_NAMESPACE
              valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
            - name: TEMPORAL_ADDRESS
              value: {{ $root.Values.temporal.address | quote }}
            - name: TEMPORAL_NAMESPACE
              value: {{ $root.Values.temporal.namespace | quote }}
            {{- with .values.javaOptions }}
            - name: JDK_JAVA_OPTIONS
              value: {{ . | quote }}
            {{- end }}
            - name: WATCH_NAMESPACE
              value: {{ $root.Values.watchNamespace | quote }}
            {{- with .environment }}
            {{- . | nindent 12 }}
            {{- end }}
            {{- with .values.extraEnv }}
            {{- toYaml . | nindent 12 }}
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
            timeoutSeconds: 5
            failureThreshold: 3
          readinessProbe:
            httpGet: {path: /readyz, port: http}
            periodSeconds: 2
            timeoutSeconds: 2
          resources:
            {{- toYaml .values.resources | nindent 12 }}
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
