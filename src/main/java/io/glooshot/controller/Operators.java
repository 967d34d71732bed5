package io.glooshot.controller;

import io.glooshot.api.Experiment;
import io.glooshot.apiserver.WatchedNamespaces;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkiverse.operatorsdk.runtime.QuarkusControllerConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Sets the operator framework up. */
@ApplicationScoped
class Operators {

    @Produces
    @ApplicationScoped
    Operator operator(
            QuarkusConfigurationService configuration,
            ExperimentReconciler experiments,
            MeshReconciler meshes,
            WatchedNamespaces namespaces) {
        Operator operator = new Operator(configuration);
        operator.register(experiments, withAllEvents(configuration, experiments, namespaces));
        operator.register(meshes, configuration.getConfigurationFor(meshes));
        return operator;
    }

    /** The reconciler itself decides when the finalizer comes and goes; the extension has no setting for that. */
    private static ControllerConfiguration<Experiment> withAllEvents(
            QuarkusConfigurationService service, ExperimentReconciler reconciler, WatchedNamespaces namespaces) {
        QuarkusControllerConfiguration<Experiment> stock = service.getConfigurationFor(reconciler);
        InformerConfiguration<Experiment> informer = InformerConfiguration.builder(stock.getInformerConfig())
                .withNamespaces(namespaces.areAll() ? Constants.WATCH_ALL_NAMESPACE_SET : namespaces.names())
                .buildForController();
        var allEvents =
                new QuarkusControllerConfiguration<>(
                        informer,
                        stock.getName(),
                        stock.isGenerationAware(),
                        stock.getAssociatedReconcilerClassName(),
                        stock.getRetry(),
                        stock.getRateLimiter(),
                        stock.maxReconciliationInterval().orElseThrow(),
                        stock.getFinalizerName(),
                        stock.fieldManager(),
                        stock.getWorkflow(),
                        stock.getResourceTypeName(),
                        stock.getResourceClass()) {
                    @Override
                    public boolean triggerReconcilerOnAllEvents() {
                        return true;
                    }
                };
        allEvents.setParent(service);
        return allEvents;
    }

    @Produces
    @Singleton
    LeaderElectionConfiguration leaderElection(LeaderSettings settings, OwnLease lease, Leadership leadership) {
        return new Election(settings, lease.holder(), leadership.callbacks(), leadership::isEnding);
    }

    @Produces
    @Singleton
    Pokes pokes() {
        return new Pokes();
    }

    @Produces
    @Singleton
    MeshPokes meshPokes() {
        return new MeshPokes();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
