/**
 * The campaign: does to the product what clusters do to it, on real parts, and counts what it leaves behind.
 * docs/campaign.md says how to run it and what its table means.
 */
package io.glooshot.campaign;
