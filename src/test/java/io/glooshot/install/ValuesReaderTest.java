package io.glooshot.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment", "{}", "null"})
    void hasDefaultsForAll(String nothing) {
        assertThat(new ValuesReader().yaml(nothing).read()).isEqualTo(Values.defaults());
    }

    @Test
    void readsEveryKey() {
        Values values = new ValuesReader().yaml("""
                        namespace: chaos
                        watchNamespaces: [shop, payments]
                        image: registry.example.com:5000/team/glooshot:1.2@sha256:abc
                        imagePullPolicy: Always
                        imagePullSecrets: [mine]
                        replicas: 3
                        resources: {requests: {cpu: 200m, memory: 300Mi}, limits: {memory: "1073741824"}}
                        nodeSelector: {disk: ssd}
                        tolerations:
                        - {key: only, operator: Equal, value: chaos, effect: NoExecute, tolerationSeconds: 5}
                        prometheus: {url: "https://prometheus.example.com/tenant"}
                        meshes: {istio: false, istioNamespace: mesh, envoy: true}
                        settings: {glooshot.run.closing: 3s}
                        guard: {enabled: false, resources: {limits: {memory: 1Gi}}}
                        """).read();

        assertThat(values.namespace()).isEqualTo("chaos");
        assertThat(values.watchNamespaces()).containsExactly("shop", "payments");
        assertThat(values.image()).contains("registry.example.com:5000/team/glooshot:1.2@sha256:abc");
        assertThat(values.imagePullPolicy()).contains("Always");
        assertThat(values.imagePullSecrets()).containsExactly("mine");
        assertThat(values.replicas()).isEqualTo(3);
        assertThat(values.resources().orElseThrow().limits()).containsEntry("memory", "1073741824");
        assertThat(values.nodeSelector()).containsEntry("disk", "ssd");
        assertThat(values.tolerations())
                .containsExactly(new Values.Toleration("only", "Equal", "chaos", "NoExecute", 5L));
        assertThat(values.prometheusUrl()).contains("https://prometheus.example.com/tenant");
        assertThat(values.meshes()).isEqualTo(new Values.Meshes(false, "mesh", true));
        assertThat(values.settings()).containsEntry("glooshot.run.closing", "3s");
        assertThat(values.guard().enabled()).isFalse();
        assertThat(values.guard().resources()).isPresent();
    }

    @Test
    void laterOnesCountAndMapsAreMerged() {
        Values values = new ValuesReader()
                .yaml("{replicas: 3, nodeSelector: {a: x, b: x}, imagePullSecrets: [one]}")
                .yaml("{nodeSelector: {b: y}, imagePullSecrets: [two]}")
                .set("replicas=4")
                .set("nodeSelector.example\\.com/disk=ssd")
                .set("guard.enabled=false")
                .set("prometheus.url=http://p:9090/a=b")
                .read();

        assertThat(values.replicas()).isEqualTo(4);
        assertThat(values.nodeSelector())
                .containsEntry("a", "x")
                .containsEntry("b", "y")
                .containsEntry("example.com/disk", "ssd");
        assertThat(values.imagePullSecrets()).containsExactly("two");
        assertThat(values.guard().enabled()).isFalse();
        assertThat(values.prometheusUrl()).contains("http://p:9090/a=b");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            replica: 3                                | 'replica' is no key; there are: guard, image, imagePullPolicy, imagePullSecrets, meshes, namespace, nodeSelector, prometheus, replicas, resources, settings, tolerations, watchNamespaces
            guard: {enabeld: false}                   | 'guard.enabeld' is no key; there are: enabled, resources
            tolerations: [{kee: a}]                   | 'tolerations[0].kee' is no key; there are: effect, key, operator, tolerationSeconds, value
            replicas: two                             | replicas is 'two'; it has to be a whole number
            replicas: 1.5                             | replicas is '1.5'; it has to be a whole number
            replicas: true                            | replicas is 'true'; it has to be a whole number
            replicas: 0                               | replicas is 0; it has to be 1 to 9
            replicas: 10                              | replicas is 10; it has to be 1 to 9
            image: 5                                  | image is '5'; it has to be a text
            image: a b                                | image is 'a b'; it has to be REGISTRY/NAME:TAG
            guard: true                               | guard is 'true'; it has to be a map of keys
            guard: {enabled: maybe}                   | guard.enabled is 'maybe'; it has to be true or false
            guard: {enabled: 1}                       | guard.enabled is '1'; it has to be true or false
            imagePullSecrets: one                     | imagePullSecrets is 'one'; it has to be a list
            imagePullSecrets: [One]                   | imagePullSecrets[0] is 'One'; it has to be a name
            nodeSelector: {gpu: true}                 | nodeSelector.gpu is 'true'; it has to be a text; quotes make it one
            imagePullPolicy: Sometimes                | imagePullPolicy is 'Sometimes'; it has to be one of [Always, IfNotPresent, Never]
            watchNamespaces: shop                     | watchNamespaces is 'shop'; it has to be a list
            watchNamespaces: [shop, Shop]             | watchNamespaces[1] is 'Shop'; it has to be a name
            watchNamespaces: [shop, pay, shop]        | watchNamespaces[2] is 'shop'; it has to be another one than those before it
            meshes: {istioNamespace: '*'}             | meshes.istioNamespace is '*'; it has to be a name
            namespace: Chaos                          | namespace is 'Chaos'; it has to be a name
            resources: {limits: {memory: lots}}       | resources.limits.memory is 'lots'; it has to be a quantity
            guard: {resources: {requests: {cpu: -1}}} | guard.resources.requests.cpu is '-1'; it has to be a text
            guard: {resources: {requests: {cpu: '-1'}}} | guard.resources.requests.cpu is '-1'; it has to be a quantity
            prometheus: {url: prometheus}             | prometheus.url is 'prometheus'; it has to be an http or https URL
            prometheus: {url: 'http://a:b@c'}         | prometheus.url is 'http://a:b@c'; it has to be an http or https URL with a host, and without user and password
            settings: {run.closing: 3s}               | settings has 'run.closing'; its keys are those of docs/configuration.md
            [a]                                       | it is a list; it has to be a map of keys
            a                                         | it is 'a'; it has to be a map of keys
            a: [b                                     | it is no YAML
            {replicas: 1, replicas: 2}                | Duplicate
            """, quoteCharacter = '`')
    void refusesWhatItDoesNotKnowAndSaysWhatItDoes(String yaml, String why) {
        assertThatThrownBy(() -> new ValuesReader().yaml(yaml).read())
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.why()).contains(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"replicas", "=3", "", "replicas=[", "nodeSelector.a=1"})
    void refusesSettingsThatAreNone(String setting) {
        assertThatThrownBy(() -> new ValuesReader().set(setting).read())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("The values cannot be used");
    }
}
