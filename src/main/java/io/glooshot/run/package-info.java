/** Runs experiments: from the object to a plan, and from the plan through injection, watch and removal to a report. */
package io.glooshot.run;
