package io.glooshot.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The templates of the Helm chart, made from the very text of the manifests, so that a reader finds one in the other. */
final class ChartTemplates {

    static final Path CHART = Path.of("kubernetes/chart/glooshot");
    static final Path TEMPLATES = CHART.resolve("templates");

    private static final Path MANIFESTS = Path.of("kubernetes/manifests");
    private static final Path CRDS = Path.of("crd");
    /** Helm makes the namespace, or finds it there. */
    private static final String NAMESPACE = "00-namespace.yaml";

    private static final String HEAD = "{{- /* Generated; ChartTest says from what, and how. */}}\n";
    private static final Pattern NAMESPACE_LINE = Pattern.compile("(?m)^(\\s+namespace:) glooshot$");
    private static final Pattern NAMESPACE_OF_SUBJECT =
            Pattern.compile("(\\{kind: ServiceAccount, [^}]*namespace:) glooshot}");
    private static final Pattern OBJECT_LABELS =
            Pattern.compile("(?m)^  labels:\\n    app\\.kubernetes\\.io/name: glooshot\\n");
    private static final Pattern POD_LABELS =
            Pattern.compile("(?m)^      labels:\\n        app\\.kubernetes\\.io/name: glooshot\\n");
    private static final Pattern POD_ANNOTATIONS = Pattern.compile("(?m)^      annotations:\\n");
    private static final Pattern IMAGE = Pattern.compile("(?m)^        image: glooshot\\n");
    private static final Pattern ACCOUNT = Pattern.compile("(?m)^      serviceAccountName: .*\\n");
    private static final Pattern RESOURCES = Pattern.compile("(?m)^        resources:\\n((?:          .*\\n)+)");
    private static final Pattern REPLICAS = Pattern.compile("(?m)^  replicas: 2\\n");
    private static final Pattern ENVIRONMENT = Pattern.compile("(?m)^        - \\{name: JDK_JAVA_OPTIONS, .*\\n");
    private static final Pattern VALIDATIONS = Pattern.compile("(?m)^  validations:\\n");
    private static final Pattern BINDING_OF_SOME = Pattern.compile("(?m)^  name: glooshot-.*-(namespaced|istiod)\\n");
    private static final Pattern DATA = Pattern.compile("(?m)^data: \\{}\\n");

    private static final String ADMISSION = """
            $0  {{- with .Values.watchNamespaces }}
              - expression: "request.namespace in ['{{ join "', '" . }}']"
                reason: Forbidden
                message: "this installation of Gloo Shot watches other namespaces only: {{ join ", " . }}"
              {{- end }}
            """;

    private ChartTemplates() {}

    /** By their names. */
    static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        for (JsonNode file : yaml(MANIFESTS.resolve("kustomization.yaml")).get("resources")) {
            String name = file.asText();
            if (!name.equals(NAMESPACE)) {
                files.put(name, HEAD + template(name, read(MANIFESTS.resolve(name))));
            }
        }
        files.put("crds.yaml", HEAD + crds());
        return files;
    }

    private static String template(String name, String manifest) {
        if (manifest.contains("{{")) {
            throw new IllegalStateException(name + " has what Helm would take for a template");
        }
        String text = replaced(manifest, NAMESPACE_LINE, "$1 {{ .Release.Namespace | quote }}");
        text = replaced(text, NAMESPACE_OF_SUBJECT, "$1 {{ .Release.Namespace | quote }}}");
        text = replaced(text, OBJECT_LABELS, "$0    {{- include \"glooshot.labels\" . | nindent 4 }}\n");
        text = placed(text);
        return switch (name) {
            case "10-admission.yaml" -> once(text, VALIDATIONS, ADMISSION);
            case "30-controller.yaml" -> controller(text);
            case "60-guard.yaml" -> only("guard.enabled", once(pod(text, "guard.resources"), ENVIRONMENT, """
                    $0        {{- range $name, $value := include "glooshot.watching" . | fromYaml }}
                            - name: {{ $name }}
                              value: {{ $value | quote }}
                            {{- end }}
                    """));
            case "40-istio.yaml" -> only("meshes.istio", text);
            case "50-envoy.yaml" -> only("meshes.envoy", text);
            default -> text;
        };
    }

    /** As {@link Bindings} does it. */
    private static String placed(String text) {
        StringBuilder all = new StringBuilder();
        for (String document : text.split("(?m)^---\\n")) {
            Matcher name = BINDING_OF_SOME.matcher(document);
            if (document.contains("kind: ClusterRoleBinding\n") && name.find()) {
                all.append(placed(document, name.group(), name.group(1)));
            } else {
                all.append(all.isEmpty() ? "" : "---\n").append(document);
            }
        }
        return all.toString();
    }

    private static String placed(String document, String nameLine, String suffix) {
        // Within a range a dot is the namespace.
        String binding = document.replace(" . |", " $ |")
                .replace(".Release", "$.Release")
                .replace("kind: ClusterRoleBinding\n", "kind: RoleBinding\n")
                .replace(nameLine, nameLine + "  namespace: {{ . | quote }}\n");
        String namespaces = suffix.equals("namespaced")
                ? ".Values.watchNamespaces"
                : "ternary (list .Values.meshes.istioNamespace) (list) .Values.meshes.istio";
        return """
                {{- if .Values.watchNamespaces }}
                {{- range %s }}
                ---
                %s{{- end }}
                {{- else }}
                ---
                %s{{- end }}
                """.formatted(namespaces, binding, document);
    }

    private static String controller(String text) {
        String pod = pod(text, "resources");
        pod = once(pod, REPLICAS, "  replicas: {{ .Values.replicas }}\n");
        pod = once(pod, DATA, "data: {{- include \"glooshot.settings\" . | nindent 2 }}\n");
        return once(pod, POD_ANNOTATIONS, """
                $0        # So that pods are replaced when their settings change.
                        glooshot.solo.io/settings: {{ include "glooshot.settings" . | sha256sum | trunc 16 | quote }}
                """);
    }

    private static String pod(String text, String resources) {
        String pod = once(text, POD_LABELS, "$0        app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}\n");
        pod = once(pod, IMAGE, """
                        image: {{ include "glooshot.image" . | quote }}
                        {{- with .Values.imagePullPolicy }}
                        imagePullPolicy: {{ . }}
                        {{- end }}
                """.indent(0));
        pod = once(pod, ACCOUNT, """
                $0      {{- with .Values.imagePullSecrets }}
                      imagePullSecrets:
                      {{- range . }}
                      - name: {{ . }}
                      {{- end }}
                      {{- end }}
                      {{- with .Values.nodeSelector }}
                      nodeSelector: {{- toYaml . | nindent 8 }}
                      {{- end }}
                      {{- with .Values.tolerations }}
                      tolerations: {{- toYaml . | nindent 8 }}
                      {{- end }}
                """);
        return once(pod, RESOURCES, """
                        {{- with .Values.%s }}
                        resources: {{- toYaml . | nindent 10 }}
                        {{- else }}
                $0        {{- end }}
                """.formatted(resources));
    }

    private static String only(String value, String text) {
        return "{{- if .Values.%s }}\n%s{{- end }}\n".formatted(value, text);
    }

    /** Helm never upgrades what a chart has in its own folder for CRDs. */
    private static String crds() {
        StringBuilder all = new StringBuilder();
        for (Path file : sorted(CRDS)) {
            String text = read(file).replace("{{", "{{ \"{{\" }}").replaceFirst("^---\\n", "");
            all.append("---\n").append(once(text, Pattern.compile("(?m)^metadata:\\n"), """
                    $0  annotations:
                        # Its objects would go with it.
                        helm.sh/resource-policy: keep
                      labels:
                        app.kubernetes.io/name: glooshot
                        {{- include "glooshot.labels" . | nindent 4 }}
                    """));
        }
        return only("crds.install", all.toString());
    }

    private static String once(String text, Pattern pattern, String replacement) {
        long found = pattern.matcher(text).results().count();
        if (found != 1) {
            throw new IllegalStateException("%d times %s".formatted(found, pattern));
        }
        return replaced(text, pattern, replacement);
    }

    /** Only {@code $0} and {@code $1} have a meaning in the replacement. */
    private static String replaced(String text, Pattern pattern, String replacement) {
        return pattern.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(replacement
                        .replace("$0", match.group())
                        .replace("$1", match.groupCount() == 0 ? "" : match.group(1))));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode yaml(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sorted(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
