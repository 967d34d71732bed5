package io.glooshot.run;

import io.glooshot.api.Abort;
import io.glooshot.api.ExperimentSpec;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.MeshCapabilities;
import io.glooshot.experiment.AbortException;

/**
 * Refuses what a mesh cannot do. A fault that is weaker or wider than was asked for would give an answer to another
 * question, so there is none.
 *
 * @param mesh name of the Mesh object
 */
record SupportCheck(String mesh, MeshCapabilities capabilities) {

    /** @throws AbortException with the first field that asks for too much */
    void require(ExperimentSpec spec) {
        for (int i = 0; i < spec.faults().size(); i++) {
            FaultRule rule = spec.faults().get(i);
            String path = "spec.faults[%d]".formatted(i);
            if (!rule.originServices().isEmpty()) {
                require(
                        capabilities.originScoping(),
                        path + ".originServices",
                        "tell the calls of one service from others");
            }
            require(rule.fault(), path + ".fault");
        }
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
