package io.glooshot.run;

import io.glooshot.api.Abort;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.RequestMatch;
import io.glooshot.api.Side;
import io.glooshot.experiment.AbortException;
import java.util.Map;

/**
 * Refuses what a mesh cannot do. A fault that is weaker or wider than was asked for would give an answer to another
 * question, so there is none.
 *
 * @param mesh name of the Mesh object
 * @param defaultSide where the mesh injects a fault that does not say where
 */
record SupportCheck(String mesh, MeshCapabilities capabilities, Side defaultSide) {

    /** @throws AbortException with the first field that asks for too much */
    void require(ExperimentSpec spec) {
        for (int i = 0; i < spec.faults().size(); i++) {
            FaultRule rule = spec.faults().get(i);
            String path = "spec.faults[%d]".formatted(i);
            requireCallers(rule, path);
            requireWorkloads(rule, path);
            if (rule.match() != null) {
                require(rule.match(), path + ".match");
            }
            require(rule.fault(), path + ".fault");
        }
    }

    private void requireCallers(FaultRule rule, String path) {
        Side side = rule.side() == null ? defaultSide : rule.side();
        boolean can = side == Side.Client ? capabilities.clientSide() : capabilities.serverSide();
        require(
                can,
                path + ".side",
                "inject faults at the %s".formatted(side == Side.Client ? "caller" : "service called"));
        if (rule.hasOrigins()) {
            String field = path + (rule.originServices().isEmpty() ? ".originSelector" : ".originServices");
            require(capabilities.originScoping(), field, "tell the calls of one service from others");
            require(
                    side == Side.Client || capabilities.serverSideOrigins(),
                    field,
                    "tell callers apart with side Server, where the proxy cannot know them");
        }
    }

    private void requireWorkloads(FaultRule rule, String path) {
        for (int i = 0; i < rule.originServices().size(); i++) {
            requireWorkloads(rule.originServices().get(i).workloadLabels(), path + ".originServices[%d]".formatted(i));
        }
        for (int i = 0; i < rule.destinationServices().size(); i++) {
            requireWorkloads(
                    rule.destinationServices().get(i).workloadLabels(), path + ".destinationServices[%d]".formatted(i));
        }
        if (rule.originSelector() != null) {
            requireWorkloads(rule.originSelector().workloadLabels(), path + ".originSelector");
        }
        if (rule.destinationSelector() != null) {
            requireWorkloads(rule.destinationSelector().workloadLabels(), path + ".destinationSelector");
        }
    }

    private void requireWorkloads(Map<String, String> labels, String path) {
        require(
                labels.isEmpty() || capabilities.workloadLabels(),
                path + ".workloadLabels",
                "tell the workloads of a service apart");
    }

    private void require(RequestMatch match, String path) {
        require(match.headers().isEmpty() || capabilities.headerMatch(), path + ".headers", "match headers");
        require(match.path() == null || capabilities.pathMatch(), path + ".path", "match paths");
        require(match.method() == null || capabilities.methodMatch(), path + ".method", "match methods");
    }

    private void require(Fault fault, String path) {
        if (fault.abort() != null) {
            require(fault.abort(), path + ".abort");
            requireShare(fault.abortPercent(), fault.abort().percentage(), path, ".abort");
        }
        if (fault.delay() != null) {
            require(capabilities.delay(), path + ".delay", "delay calls");
            requireShare(fault.delayPercent(), fault.delay().percentage(), path, ".delay");
        }
    }

    private void require(Abort abort, String path) {
        if (abort.grpcStatus() == null) {
            require(capabilities.abort(), path + ".httpStatus", "abort calls with an HTTP status");
        } else {
            require(capabilities.grpcAbort(), path + ".grpcStatus", "abort calls with a gRPC status");
        }
    }

    private void requireShare(double percent, Double own, String path, String part) {
        require(
                capabilities.decimalPercentage() || percent == Math.rint(percent),
                path + (own == null ? "" : part) + ".percentage",
                "hit a share of the calls that is not a whole percentage");
    }

    private void require(boolean can, String field, String what) {
        if (!can) {
            throw new AbortException(
                    "NotSupported", "Mesh %s cannot %s, which %s asks for.".formatted(mesh, what, field));
        }
    }
}
