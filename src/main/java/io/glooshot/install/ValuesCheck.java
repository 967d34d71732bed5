package io.glooshot.install;

import io.fabric8.kubernetes.api.model.Quantity;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the types of {@link Values} cannot say of them. A problem is a phrase with the key, its value and what is allowed. */
final class ValuesCheck {

    private static final int MOST_REPLICAS = 9;
    private static final int LONGEST_NAME = 63;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]*");
    private static final Pattern SETTING = Pattern.compile("(glooshot|quarkus)(\\.[a-z0-9\"-]+)+");
    private static final Set<String> POLICIES = new TreeSet<>(Set.of("Always", "IfNotPresent", "Never"));

    private final List<String> problems = new ArrayList<>();

    private ValuesCheck() {}

    static ValuesCheck of(Values values) {
        ValuesCheck check = new ValuesCheck();
        check.name("namespace", values.namespace());
        check.watched(values.watchNamespaces());
        check.name("meshes.istioNamespace", values.meshes().istioNamespace());
        values.image()
                .ifPresent(image -> check.require(
                        IMAGE.matcher(image).matches(), "image is '%s'; it has to be REGISTRY/NAME:TAG", image));
        values.imagePullPolicy()
                .ifPresent(policy -> check.require(
                        POLICIES.contains(policy), "imagePullPolicy is '%s'; it has to be one of " + POLICIES, policy));
        for (int i = 0; i < values.imagePullSecrets().size(); i++) {
            check.name(
                    "imagePullSecrets[%d]".formatted(i),
                    values.imagePullSecrets().get(i));
        }
        check.require(
                values.replicas() >= 1 && values.replicas() <= MOST_REPLICAS,
                "replicas is %s; it has to be 1 to " + MOST_REPLICAS,
                values.replicas());
        values.resources().ifPresent(resources -> check.resources("resources", resources));
        values.guard().resources().ifPresent(resources -> check.resources("guard.resources", resources));
        values.prometheusUrl().ifPresent(check::prometheus);
        values.settings().keySet().forEach(check::setting);
        return check;
    }

    /** Empty when all is well. */
    Optional<String> first() {
        return problems.stream().findFirst();
    }

    private void watched(List<String> namespaces) {
        for (int i = 0; i < namespaces.size(); i++) {
            String name = namespaces.get(i);
            name("watchNamespaces[%d]".formatted(i), name);
            require(
                    namespaces.indexOf(name) == i,
                    "watchNamespaces[%d] is '%%s'; it has to be another one than those before it".formatted(i),
                    name);
        }
    }

    private void name(String key, String name) {
        require(
                name != null
                        && name.length() <= LONGEST_NAME
                        && NAME.matcher(name).matches(),
                key + " is '%s'; it has to be a name of small letters, digits and dashes, 63 at most",
                name);
    }

    private void resources(String key, Values.Resources resources) {
        quantities(key + ".requests", resources.requests());
        quantities(key + ".limits", resources.limits());
    }

    private void quantities(String key, Map<String, String> quantities) {
        quantities.forEach((resource, amount) -> require(
                isQuantity(amount),
                key + "." + resource + " is '%s'; it has to be a quantity such as 100m or 256Mi",
                amount));
    }

    private static boolean isQuantity(String text) {
        try {
            return text != null && Quantity.parse(text).getNumericalAmount().signum() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A ConfigMap is for all to see who may read it. */
    private void prometheus(String text) {
        require(
                isPlainUrl(text),
                "prometheus.url is '%s'; it has to be an http or https URL with a host, and without user and password:"
                        + " a Mesh can name a Secret with them",
                text);
    }

    private static boolean isPlainUrl(String text) {
        try {
            URI url = URI.create(text);
            return Set.of("http", "https").contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void setting(String name) {
        require(
                SETTING.matcher(name).matches(),
                "settings has '%s'; its keys are those of docs/configuration.md, such as glooshot.run.closing",
                name);
    }

    private void require(boolean isWell, String problem, Object value) {
        if (!isWell) {
            problems.add(problem.formatted(value));
        }
    }
}
