package io.glooshot.mesh.istio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.apiserver.Informers;
import io.glooshot.apiserver.WatchedNamespaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Tells of every change of an object that can hold faults. One watch a kind serves all runs, or one a kind and namespace where
 * only some are watched; it begins with the first run.
 */
final class IstioWatch {

    /** Must neither block nor throw. */
    @FunctionalInterface
    interface Listener {
        void changed(IstioKind kind, ObjectNode object, boolean gone);
    }

    private final KubernetesClient client;
    private final WatchedNamespaces namespaces;
    private final Set<Listener> listeners = new CopyOnWriteArraySet<>();
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

    IstioWatch(KubernetesClient client, WatchedNamespaces namespaces) {
        this.client = client;
        this.namespaces = namespaces;
    }

    void add(Listener listener) {
        listeners.add(listener);
        start();
    }

    void remove(Listener listener) {
        listeners.remove(listener);
    }

    synchronized void stop() {
        informers.forEach(SharedIndexInformer::stop);
        informers.clear();
    }

    private synchronized void start() {
        if (!informers.isEmpty()) {
            return;
        }
        for (IstioKind kind : IstioKind.values()) {
            var objects = client.genericKubernetesResources(context(kind));
            if (namespaces.areAll()) {
                start(kind, objects.inAnyNamespace().runnableInformer(0), kind.plural());
            }
            for (String namespace : namespaces.names()) {
                start(
                        kind,
                        objects.inNamespace(namespace).runnableInformer(0),
                        "%s in namespace %s".formatted(kind.plural(), namespace));
            }
        }
    }

    private void start(IstioKind kind, SharedIndexInformer<GenericKubernetesResource> informer, String what) {
        informers.add(informer);
        Informers.start(informer, handler(kind), what);
    }

    private ResourceEventHandler<GenericKubernetesResource> handler(IstioKind kind) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(GenericKubernetesResource object) {
                tell(kind, object, false);
            }

            @Override
            public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
                tell(kind, object, false);
            }

            @Override
            public void onDelete(GenericKubernetesResource object, boolean isStateUnknown) {
                tell(kind, object, true);
            }
        };
    }

    private void tell(IstioKind kind, GenericKubernetesResource object, boolean gone) {
        ObjectNode json = Serialization.jsonMapper().valueToTree(object);
        listeners.forEach(listener -> listener.changed(kind, json, gone));
    }

    private static ResourceDefinitionContext context(IstioKind kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(IstioKind.GROUP)
                .withVersion(kind.version())
                .withKind(kind.kind())
                .withPlural(kind.plural())
                .withNamespaced(true)
                .build();
    }
}
