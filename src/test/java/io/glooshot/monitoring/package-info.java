/** What Prometheus and Grafana are given for Gloo Shot: whether it is right, and whether what it asks for exists. */
package io.glooshot.monitoring;
